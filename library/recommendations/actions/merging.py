"""Making one respondent of two that are the same organisation or place, and parting them again."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.permissions import require
from core.refusals import Conflict
from library.recommendations.models import (
    Commitment,
    Representation,
    Respondent,
    RespondentMerge,
    Response,
    Statement,
)
from library.recommendations.states import RESPONSE_FLOW, RepresentationState

_ACTIVE = (RepresentationState.OPEN, RepresentationState.CONFIRMED)


class Side(StrEnum):
    """Whose answer counts where both answered the same recommendation."""

    KEPT = "kept"
    GONE = "gone"


class NotTheSame(Conflict):
    """What was shown before the merge is no longer what there is."""

    def __init__(self) -> None:
        super().__init__(
            _("The answers have changed since this page was opened. Look at it again.")
        )


class MergedOn(Conflict):
    """The respondent that was kept was merged into another one since."""

    def __init__(self, name: str) -> None:
        words = _("It has since been merged into %(name)s. Separate those two first.")
        super().__init__(words % {"name": name})


@dataclass(frozen=True)
class MergePlan:
    """What a merge moves, and where an editor has to choose."""

    answers: list[Response]
    # The answer that stays in its place, and the one under the other name.
    conflicts: list[tuple[Response, Response]]
    commitments: int
    people: list[Representation] = field(default_factory=list)


def plan_of(*, gone: Respondent, into: Respondent) -> MergePlan:
    """Return what a merge of the two would do. Four queries."""
    theirs = {each.recommendation_id: each for each in _responses(into)}
    answers, conflicts = [], []
    for mine in _responses(gone):
        other = theirs.get(mine.recommendation_id)
        if other is None:
            answers.append(mine)
        elif mine.is_given:
            conflicts.append((other, mine))
    represented = Representation.objects.filter(respondent=into, state__in=_ACTIVE)
    people = Representation.objects.filter(respondent=gone, state__in=_ACTIVE)
    return MergePlan(
        answers,
        conflicts,
        Commitment.objects.filter(response__respondent=gone).count(),
        list(people.exclude(user__in=represented.values("user")).select_related("user")),
    )


@transaction.atomic
def merge_respondents(
    *,
    gone: Respondent,
    into: Respondent,
    choices: Mapping[int, Side],
    by: User,
    at: dt.datetime,
) -> RespondentMerge:
    """Move the answers, commitments and representatives of one respondent to another, to which its address then leads.

    ``choices`` say, by recommendation, whose answer counts where both gave one; the other is withdrawn, and its
    commitments move. What was said stays in the history. The same merge again gives the first one. Raises
    ``PermissionDenied``, ``NotTheSame`` when the choices do not fit, and ``ValidationError`` for one that is merged.
    """
    require(by, "library.edit")
    both = Respondent.objects.select_for_update(of=("self",)).filter(pk__in=[gone.pk, into.pk])
    locked = {each.pk: each for each in both.order_by("pk")}
    if gone.pk == into.pk:
        raise ValidationError(_("Choose another one: this is the same."))
    gone, into = locked[gone.pk], locked[into.pk]
    if gone.replaced_by_id == into.pk:
        return gone.merges.get(parted_at=None)
    if gone.replaced_by_id or into.replaced_by_id:
        raise ValidationError(_("One of the two has already been merged into another."))
    plan = plan_of(gone=gone, into=into)
    if {mine.recommendation_id for _other, mine in plan.conflicts} != set(choices):
        raise NotTheSame
    merge = RespondentMerge(gone=gone, kept=into, merged_by=by, merged_at=at)
    merge.moved = _move(plan, into)
    merge.moved["conflicts"] = [
        _settle(other, mine, choices[mine.recommendation_id], by, at)
        for other, mine in plan.conflicts
    ]
    merge.save()
    gone.replaced_by = into
    gone.save(update_fields=["replaced_by"])
    return merge


@transaction.atomic
def part_respondents(*, merge: RespondentMerge, by: User, at: dt.datetime) -> RespondentMerge:
    """Give back what the merge moved, unless it was moved on since. Repeats safely.

    Where the answer under the other name counted, the former one is recorded anew; so the history tells both. An
    answer that was given since stays. Raises ``PermissionDenied``, and ``MergedOn`` when the one that was kept was merged since.
    """
    require(by, "library.edit")
    both = Q(pk__in=[merge.gone_id, merge.kept_id])
    locked = {
        each.pk: each
        for each in Respondent.objects.select_for_update(of=("self",)).filter(both).order_by("pk")
    }
    merge = RespondentMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.parted_at:
        return merge
    gone, kept = locked[merge.gone_id], locked[merge.kept_id]
    if kept.replaced_by_id:
        raise MergedOn(str(Respondent.objects.with_names().get(pk=kept.replaced_by_id)))
    moved = merge.moved
    Response.objects.filter(pk__in=moved["answers"], respondent=kept).update(respondent=gone)
    Representation.objects.filter(pk__in=moved["people"], respondent=kept).update(respondent=gone)
    for conflict in moved["conflicts"]:
        _unsettle(conflict, by, at)
    gone.replaced_by = None
    gone.save(update_fields=["replaced_by"])
    merge.parted_by, merge.parted_at = by, at
    merge.save(update_fields=["parted_by", "parted_at"])
    return merge


def _responses(respondent: Respondent) -> list[Response]:
    found = Response.objects.filter(respondent=respondent)
    return list(found.select_related("recommendation", "current").order_by("recommendation"))


def _move(plan: MergePlan, into: Respondent) -> dict[str, Any]:
    answers = [each.pk for each in plan.answers]
    people = [each.pk for each in plan.people]
    Response.objects.filter(pk__in=answers).update(respondent=into)
    Representation.objects.filter(pk__in=people).update(respondent=into)
    return {"answers": answers, "people": people}


def _settle(
    other: Response, mine: Response, side: Side, by: User, at: dt.datetime
) -> dict[str, Any]:
    """Let one of two answers count, move the commitments to it, and return what parting needs."""
    before = {
        "statement": other.current_id,
        "state": other.state,
        "reason": other.withdrawal_reason,
    }
    said = None
    if side == Side.GONE and mine.current:
        said = _say_again(other, mine.current, by, at)
        _show(other, by, at)
    commitments = list(mine.commitments.order_by("pk").values_list("pk", flat=True))
    Commitment.objects.filter(pk__in=commitments).update(response=other)
    _hide(mine, _("The organisation or place is shown under another name."), by, at)
    return {
        "kept": other.pk,
        "gone": mine.pk,
        "before": before,
        "said": said.pk if said else None,
        "commitments": commitments,
    }


def _unsettle(conflict: Mapping[str, Any], by: User, at: dt.datetime) -> None:
    other = Response.objects.select_for_update(of=("self",)).get(pk=conflict["kept"])
    mine = Response.objects.select_for_update(of=("self",)).get(pk=conflict["gone"])
    moved = Commitment.objects.filter(pk__in=conflict["commitments"], response=other)
    moved.update(response=mine)
    _show(mine, by, at)
    before = conflict["before"]
    if conflict["said"] is None or other.current_id != conflict["said"]:
        return
    former = Statement.objects.filter(pk=before["statement"]).first()
    if former:
        _say_again(other, former, by, at)
    if before["reason"]:
        _hide(other, before["reason"], by, at)


def _say_again(response: Response, said: Statement, by: User, at: dt.datetime) -> Statement:
    """Add what was said before, or under the other name, as the newest statement."""
    statement = Statement.objects.create(
        response=response,
        number=response.statements.count() + 1,
        stance=said.stance,
        words=said.words,
        document=said.document,
        given_on=said.given_on,
        is_own=said.is_own,
        recorded_by=by,
        recorded_at=at,
        form_key=uuid.uuid4(),
    )
    response.stance, response.current, response.changed_at = said.stance, statement, at
    response.save(update_fields=["stance", "current", "changed_at"])
    return statement


def _hide(response: Response, reason: str, by: User, at: dt.datetime) -> None:
    if response.is_given:
        response.withdrawal_reason = reason
        response.save(update_fields=["withdrawal_reason"])
        RESPONSE_FLOW.make("withdraw", response, actor=by, note=reason, at=at)


def _show(response: Response, by: User, at: dt.datetime) -> None:
    if not response.is_given:
        RESPONSE_FLOW.make("restore", response, actor=by, at=at)
        response.withdrawal_reason = ""
        response.save(update_fields=["withdrawal_reason"])
