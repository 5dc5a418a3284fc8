"""Locking cases, and keeping apart who writes, reviews and signs off."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from advice.models import AdviceCase, AdviceReview
from advice.refusals import NotIndependent, NotYourPart
from advice.states import ADVICE_FLOW, TAKING_PART
from core.permissions import allows
from workflow.flows import TransitionNotAllowed


def lock(case: AdviceCase) -> AdviceCase:
    """Lock the row of the case and return it. Every action on a case or its reviews begins here."""
    return AdviceCase.objects.select_for_update(of=("self",)).get(pk=case.pk)


def lock_for(case: AdviceCase, rule: str, *, by: User, move: str = "") -> AdviceCase:
    """Lock a case in which the rule lets this person act, if the move exists from its state.

    Raises ``NotYourPart`` and ``TransitionNotAllowed``.
    """
    case = lock(case)
    if not allows(by, rule, case):
        raise NotYourPart
    if move and move not in ADVICE_FLOW.possible(case.state):
        raise TransitionNotAllowed(move, case)
    return case


def make_move(
    name: str, case: AdviceCase, *, by: User | None, at: dt.datetime, note: str = ""
) -> None:
    """Make the move with its line of history."""
    ADVICE_FLOW.make(name, case, actor=by, at=at, note=note)
    case.changed_at = at
    case.save(update_fields=["changed_at"])


def refuse_shared_parts(case: AdviceCase) -> None:
    """Raise ``NotIndependent`` when somebody has two parts in the case that must be kept apart."""
    writers = {
        case.lead_id,
        *case.members.values_list("pk", flat=True),
        *case.writers.values_list("pk", flat=True),
    }
    reviews = AdviceReview.objects.filter(case=case, state__in=TAKING_PART)
    reviewers = set(reviews.values_list("reviewer", flat=True))
    _refuse(writers & reviewers)
    _refuse({case.sign_off_by_id} & (writers | reviewers))


def _refuse(people: Iterable[int | None]) -> None:
    twice = User.objects.filter(pk__in=[pk for pk in people if pk is not None])
    if first := twice.order_by("pk").first():
        raise NotIndependent(str(first))
