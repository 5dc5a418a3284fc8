"""How commitments are doing on a day, and the counts by which the whole is told: never a percentage."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from library.recommendations.models import Commitment
from library.recommendations.models.commitments import (
    POSTPONED,
    STALE_AFTER,
    CommitmentQuerySet,
    overdue_on,
    stale_at,
)
from library.recommendations.models.responses import ResponseQuerySet
from library.recommendations.states import CommitmentState, ResponseState, Stance


@dataclass(frozen=True)
class Mark:
    """One word on how a commitment is doing, and the kind of its badge."""

    label: str
    kind: str


def marks_of(commitment: Commitment, at: dt.datetime) -> list[Mark]:
    """Return how a commitment is doing: its state, and whether it is overdue, stale or postponed."""
    state = CommitmentState(commitment.state)
    if state == CommitmentState.DONE:
        return [Mark(str(state.label), "ok")]
    if state == CommitmentState.STOPPED:
        return [Mark(str(state.label), "stop")]
    marks = []
    if commitment.due_on < timezone.localdate(at):
        marks.append(Mark(_("Overdue"), "stop"))
    if commitment.heard_at <= at - STALE_AFTER:
        marks.append(Mark(_("No update for 180 days"), "wait"))
    marks = marks or [Mark(str(state.label), "info")]
    if commitment.is_postponed:
        marks.append(Mark(_("Postponed"), "wait"))
    return marks


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment as lists show it, with how it is doing."""

    commitment: Commitment
    marks: list[Mark]


def lines_of(commitments: Iterable[Commitment], at: dt.datetime) -> list[CommitmentLine]:
    """Return the commitments with how each is doing."""
    return [CommitmentLine(each, marks_of(each, at)) for each in commitments]


@dataclass(frozen=True)
class Counts:
    """How many answers of each kind there are, and how many commitments in each standing.

    An open commitment can be overdue, stale and postponed at once, so these are counted among the open ones.
    """

    answers: list[tuple[str, int]]
    open: int
    done: int
    stopped: int
    overdue: int
    stale: int
    postponed: int

    @property
    def commitments(self) -> list[tuple[str, int]]:
        """Return the counts of commitments in words."""
        return [
            (_("Under way"), self.open),
            (_("of these overdue"), self.overdue),
            (_("of these without an update for 180 days"), self.stale),
            (_("of these postponed"), self.postponed),
            (_("Done"), self.done),
            (_("Stopped"), self.stopped),
        ]

    @property
    def has_any(self) -> bool:
        """Tell whether anybody answered."""
        return bool(self.answer_count)

    @property
    def answer_count(self) -> int:
        """Return how many answered."""
        return sum(number for _stance, number in self.answers)


def counts_of(responses: ResponseQuerySet, at: dt.datetime) -> Counts:
    """Count the given responses and their commitments. Two queries, and one where nobody answered."""
    given = responses.filter(state=ResponseState.GIVEN)
    answered = dict(given.order_by().values_list("stance").annotate(number=Count("pk")))
    answers = [(str(stance.label), answered.get(stance.value, 0)) for stance in Stance]
    if not answered:
        return Counts(answers=answers, open=0, done=0, stopped=0, overdue=0, stale=0, postponed=0)
    commitments: CommitmentQuerySet = Commitment.objects.filter(response__in=given.values("pk"))
    numbers = commitments.aggregate(
        open=Count("pk", filter=Q(state=CommitmentState.OPEN)),
        done=Count("pk", filter=Q(state=CommitmentState.DONE)),
        stopped=Count("pk", filter=Q(state=CommitmentState.STOPPED)),
        overdue=Count("pk", filter=overdue_on(timezone.localdate(at))),
        stale=Count("pk", filter=stale_at(at)),
        postponed=Count("pk", filter=POSTPONED),
    )
    return Counts(answers=answers, **numbers)
