"""Commitments: made, edited, told about and ended; their representatives are reminded."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.permissions import require
from library import kinds
from library.catalogue.models import Record
from library.recommendations.earlier import said_now
from library.recommendations.models import (
    Commitment,
    CommitmentUpdate,
    EarlierPromise,
    Milestone,
    Response,
)
from library.recommendations.states import COMMITMENT_FLOW, CommitmentState
from notifications.actions import notify

_MOVES = {
    (CommitmentState.OPEN, CommitmentState.DONE): "complete",
    (CommitmentState.OPEN, CommitmentState.STOPPED): "stop",
    (CommitmentState.DONE, CommitmentState.OPEN): "reopen",
    (CommitmentState.STOPPED, CommitmentState.OPEN): "reopen",
}


@dataclass(frozen=True)
class Promise:
    """What a respondent will do, who leads it, and by when."""

    action: str
    about: str
    lead: str
    starts_on: dt.date | None
    due_on: dt.date
    milestones: Sequence[tuple[dt.date, str]] = ()


@transaction.atomic
def make_commitment(
    *, response: Response, promise: Promise, by: User, at: dt.datetime, key: uuid.UUID
) -> Commitment:
    """Commit the respondent to an action. The same ``key`` and action give the first one again.

    Raises ``PermissionDenied`` for those who may not answer for it, ``AlreadySubmitted``, and ``ValidationError``.
    """
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    require(by, "library.answer_for", response.respondent)
    made_before = Commitment.objects.filter(made_by=by)
    if first := first_result(made_before, key, action=promise.action):
        return first
    if not Response.objects.given().filter(pk=response.pk).exists():
        raise ValidationError(_("This answer has been withdrawn."))
    commitment = Commitment(response=response, heard_at=at, made_at=at, made_by=by, form_key=key)
    _write(commitment, promise)
    return commitment


@transaction.atomic
def edit_commitment(
    *,
    commitment: Commitment,
    promise: Promise,
    opened_at: int | None,
    by: User,
    at: dt.datetime,
) -> Commitment:
    """Change what was committed to; what it said before stays readable, and milestones that were reached stay.

    Raises ``PermissionDenied``, ``EditedElsewhere``, and ``ValidationError``.
    """
    edited = _locked(commitment, by)
    check_edit_number(edited, opened_at)
    before = said_now(edited)
    if edited.first_due_on is None and promise.due_on != edited.due_on:
        edited.first_due_on = edited.due_on
    _write(edited, promise)
    if before != said_now(edited):
        EarlierPromise.objects.create(
            commitment=edited, changed_by=by, changed_at=at, **asdict(before)
        )
    return edited


@transaction.atomic
def add_update(
    *,
    commitment: Commitment,
    words: str,
    state: str,
    document: str = "",
    record: Record | None = None,
    reached: Collection[Milestone] = (),
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> CommitmentUpdate:
    """Tell what happened with a commitment, with evidence, and whether it goes on, is done or was stopped.

    The same ``key`` and words give the first update again. Raises ``PermissionDenied``, ``AlreadySubmitted``, and
    ``ValidationError`` for milestones of another commitment.
    """
    told_of = _locked(commitment, by)
    told_before = CommitmentUpdate.objects.filter(recorded_by=by)
    if first := first_result(told_before, key, words=words):
        return first
    update = CommitmentUpdate(
        commitment=told_of,
        words=words,
        state=state,
        document=document,
        record=record,
        recorded_by=by,
        recorded_at=at,
        form_key=key,
    )
    update.full_clean()
    update.save()
    own = told_of.milestones.filter(pk__in=[each.pk for each in reached], reached_in=None)
    if own.update(reached_in=update) != len(set(reached)):
        raise ValidationError(
            _("A milestone is not part of this commitment, or has already been reached.")
        )
    _move(told_of, state, by=by, at=at)
    told_of.heard_at = at
    told_of.save(update_fields=["heard_at"])
    return update


@transaction.atomic
def remind_of_update(*, commitment: Commitment, at: dt.datetime) -> int:
    """Remind the representatives of a commitment that an update is due, and return how many were not told yet.

    Each is told once after each update that the last day is over, and once that nothing was heard for long
    (repeats safely).
    """
    is_overdue = commitment.due_on < timezone.localdate(at)
    respondent = commitment.response.respondent
    people = User.objects.open().filter(
        representations__respondent=respondent, representations__state="confirmed"
    )
    occasion = "overdue" if is_overdue else "quiet"
    return notify(
        recipients=people.distinct(),
        kind=kinds.UPDATE_DUE,
        key=f"library.update_due:{commitment.pk}:{commitment.heard_at:%Y%m%d%H%M%S}:{occasion}",
        target=commitment,
        at=at,
    )


def _move(commitment: Commitment, state: str, *, by: User, at: dt.datetime) -> None:
    if commitment.state == state:
        return
    steps = _MOVES.get((CommitmentState(commitment.state), CommitmentState(state)))
    if steps is None:
        raise ValidationError({"state": _("It has ended. First change its status to under way.")})
    COMMITMENT_FLOW.make(steps, commitment, actor=by, at=at)


def _write(commitment: Commitment, promise: Promise) -> None:
    commitment.action = " ".join(promise.action.split())
    commitment.about, commitment.lead = promise.about, promise.lead
    commitment.starts_on, commitment.due_on = promise.starts_on, promise.due_on
    commitment.full_clean(exclude=["response", "made_by"])
    commitment.save()
    _write_milestones(commitment, promise.milestones)


def _write_milestones(commitment: Commitment, wanted: Sequence[tuple[dt.date, str]]) -> None:
    """Write the milestones by their titles; those that were reached are never taken away."""
    titles = [title for _day, title in wanted]
    if len(set(titles)) != len(titles):
        raise ValidationError({"milestones": _("Two milestones have the same title.")})
    there = {each.title: each for each in commitment.milestones.all()}
    lost = [each for each in there.values() if each.reached_in_id and each.title not in titles]
    if lost:
        told = {"title": lost[0].title}
        raise ValidationError(
            {"milestones": _("“%(title)s” has been reached and cannot be removed.") % told}
        )
    commitment.milestones.exclude(title__in=titles).delete()
    for day, title in wanted:
        milestone = there.get(title) or Milestone(commitment=commitment, title=title)
        milestone.due_on = day
        milestone.full_clean(exclude=["commitment"])
        milestone.save()


def _locked(commitment: Commitment, by: User) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("response__respondent")
    locked = rows.get(pk=commitment.pk)
    require(by, "library.answer_for", locked.response.respondent)
    if not Response.objects.given().filter(pk=locked.response_id).exists():
        raise ValidationError(_("This answer has been withdrawn."))
    return locked
