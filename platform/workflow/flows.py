"""The state machine as data, and the one function that changes a state."""

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from workflow.models import Transition


class TransitionNotAllowed(Conflict):
    """The state of the thing does not allow this move (409).

    The reader is told the state by its label; ``state`` is the present one when the thing in memory is older.
    """

    def __init__(self, move: str, thing: models.Model, state: str = "") -> None:
        self.move = move
        self.state = state or thing.state  # type: ignore[attr-defined]
        labels = dict(thing._meta.get_field("state").flatchoices)  # type: ignore[union-attr]
        super().__init__(
            format_lazy(
                _("You can no longer do this. The status is now “{}”."),
                labels.get(self.state, self.state),
            )
        )


@dataclass(frozen=True)
class Move:
    """A move from any of these states to one other. Without a target the state stays, and only history is written."""

    sources: Set[str]
    target: str | None = None

    def leads_to(self, state: str) -> str:
        """Return the state after the move from this one."""
        return state if self.target is None else self.target


class Flow:
    """All the moves of one kind of thing. The thing keeps its state in ``state``."""

    def __init__(self, moves: Mapping[str, Move]) -> None:
        self.moves = dict(moves)

    def possible(self, state: str) -> set[str]:
        """Return the moves that exist from this state."""
        return {name for name, move in self.moves.items() if state in move.sources}

    def leads_here(self, name: str, thing: models.Model) -> bool:
        """Tell whether the thing is in the state that the move leads to, as after an earlier click."""
        return self.moves[name].target == thing.state  # type: ignore[attr-defined]

    @contextmanager
    def once(self, name: str, thing: models.Model, *, by: User, note: str = "") -> Iterator[None]:
        """Accept a repeated click silently, even while the first request is still running.

        A click counts as repeated when the latest move of the thing is this one, by the same person with the
        same note. Any other ``TransitionNotAllowed`` is raised as usual.
        """
        try:
            yield
        except TransitionNotAllowed:
            last = Transition.objects.of(thing).last()
            if last is None or (last.move, last.actor_id, last.note) != (name, by.pk, note):
                raise

    @transaction.atomic
    def make(
        self,
        name: str,
        thing: models.Model,
        *,
        actor: User | None,
        note: str = "",
        at: dt.datetime | None = None,
    ) -> Transition:
        """Lock the row, check its present state, change it and write its line of history.

        ``actor`` is ``None`` for a move that nobody makes by hand, such as an expiry. Raises ``TransitionNotAllowed`` when the
        state in the database, not the one in memory, has no such move; nothing is written then.
        """
        move = self.moves[name]
        rows = type(thing)._base_manager.select_for_update()
        present = rows.values_list("state", flat=True).get(pk=thing.pk)
        if present not in move.sources:
            raise TransitionNotAllowed(name, thing, present)
        thing.state = move.leads_to(present)  # type: ignore[attr-defined]
        thing.save(update_fields=["state"])
        return Transition.objects.create(
            thing=thing,
            actor=actor,
            move=name,
            from_state=present,
            to_state=move.leads_to(present),
            note=note,
            at=at or timezone.now(),
        )
