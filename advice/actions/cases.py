"""Starting a case, changing what it says and who works on it, writing its draft, and withdrawing it."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from advice import kinds
from advice.actions.locking import lock_for, make_move, refuse_shared_parts
from advice.actions.reviews import cancel_open_reviews, is_found_ready, tell_sign_off
from advice.actions.unsent_texts import forget_words_of
from advice.addresses import pattern_naming
from advice.models import AdviceCase
from advice.models.cases import EQUITY_QUESTIONS
from advice.refusals import NotComplete, Overheard
from advice.states import WRITABLE, AdviceState
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from newsletters.models import Issue
from newsletters.states import IssueState
from notifications.actions import notify
from workflow.flows import TransitionNotAllowed

FACTS = (
    *("kind", "title", "asked", "body", "place", "link"),
    *("closes_at", "time_zone", "is_confidential", "lead", "sign_off_by"),
)
WRITTEN = (*EQUITY_QUESTIONS, "draft")
_MAY_LACK_SIGN_OFF = WRITABLE | {AdviceState.WITHDRAWN}


@transaction.atomic
def start_case(
    *,
    facts: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
    members: Collection[User] = (),
) -> AdviceCase:
    """Start a case; its lead and those who write with them are told, but for who did it. ``facts`` are values by the names in ``FACTS``.

    The same key and title give the first case again. Raises ``AlreadySubmitted`` for another title under the key,
    and ``NotIndependent`` for a person with two parts.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = AdviceCase.objects.filter(created_by=by)
    if first := first_result(mine, key, title=facts["title"]):
        return first
    case = AdviceCase(created_by=by, created_at=at, changed_at=at, form_key=key, **_known(facts))
    case.full_clean(exclude=["document"])
    case.save()
    case.members.set(members)
    case.writers.add(case.lead_id)
    refuse_shared_parts(case)
    _tell_lead(case, by=by, at=at)
    _tell_members(case, members, by=by, at=at)
    return case


@transaction.atomic
def change_case(
    *,
    case: AdviceCase,
    facts: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    members: Collection[User],
    edit_number: int | None = None,
) -> AdviceCase:
    """Change what a case says and who works on it. A new lead is told, and so is who now writes with them.

    Whoever is to sign off from now on a draft that the reviewers found ready is told too.

    A new closing moment is reminded of again. Raises ``EditedElsewhere``, ``NotYourPart``, ``NotIndependent``,
    ``NotComplete`` when a draft in review would have nobody to sign it off, and ``Overheard`` when others know of what
    would become confidential.
    """
    case = lock_for(case, "advice.manage", by=by)
    check_edit_number(case, edit_number)
    lead, signs_off = case.lead_id, case.sign_off_by_id
    closes_at, was_confidential = case.closes_at, case.is_confidential
    for name, value in _known(facts).items():
        setattr(case, name, value)
    if case.is_confidential and not was_confidential and _is_known_to_others(case):
        raise Overheard
    if case.sign_off_by_id is None and case.state not in _MAY_LACK_SIGN_OFF:
        raise NotComplete(case.lacks)
    if case.closes_at != closes_at:
        case.reminded = 0
    case.changed_at = at
    case.full_clean(exclude=["document"])
    case.save()
    wrote = set(case.members.values_list("pk", flat=True))
    case.members.set(members)
    case.writers.add(case.lead_id)
    refuse_shared_parts(case)
    forget_words_of(case)
    if case.lead_id != lead:
        _tell_lead(case, by=by, at=at)
    if (
        case.sign_off_by_id != signs_off
        and case.state == AdviceState.IN_REVIEW
        and is_found_ready(case)
    ):
        tell_sign_off(case, at=at)
    _tell_members(case, [each for each in members if each.pk not in wrote], by=by, at=at)
    return case


def _is_known_to_others(case: AdviceCase) -> bool:
    """Tell whether something that stays names the case: a call in a network, its record, or an issue that was sent.

    An issue names what was picked for it, and what an editor wrote the address of.
    """
    if case.record_id or case.calls.exists():
        return True
    pattern = pattern_naming(case)
    named = (
        Q(items__section="advice", items__key=str(case.pk))
        | Q(introduction__iregex=pattern)
        | Q(items__address__iregex=pattern)
        | Q(items__summary__iregex=pattern)
        | Q(items__note__iregex=pattern)
    )
    return Issue.objects.exclude(state=IssueState.DRAFT).filter(named).exists()


@transaction.atomic
def write_draft(
    *,
    case: AdviceCase,
    words: Mapping[str, str],
    by: User,
    at: dt.datetime,
    edit_number: int | None = None,
) -> AdviceCase:
    """Save the draft and the answers to the equity questions; nothing needs to be complete.

    ``words`` are values by the names in ``WRITTEN``. Whoever saves counts as a writer from then on. The first save
    starts the drafting. Raises ``TransitionNotAllowed`` once it went to the reviewers, ``EditedElsewhere``, ``NotYourPart``.
    """
    case = lock_for(case, "advice.write", by=by)
    if case.state not in WRITABLE:
        raise TransitionNotAllowed("start", case)
    check_edit_number(case, edit_number)
    if unknown := set(words) - set(WRITTEN):
        raise TypeError(f"A draft has no such fields: {sorted(unknown)}.")
    for name, value in words.items():
        setattr(case, name, value)
    case.changed_at = at
    case.save(update_fields=[*words, "edit_number", "changed_at"])
    case.writers.add(by)
    if case.state == AdviceState.OPEN:
        make_move("start", case, by=by, at=at)
    return case


@transaction.atomic
def withdraw_case(*, case: AdviceCase, reason: str, by: User, at: dt.datetime) -> AdviceCase:
    """Give up a case that was not sent, and say why. Open reviews are cancelled.

    Raises ``TransitionNotAllowed`` once it was sent, and ``NotYourPart``.
    """
    case = lock_for(case, "advice.manage", by=by, move="withdraw")
    case.reason = reason
    case.save(update_fields=["reason"])
    cancel_open_reviews(case, by=by, at=at)
    make_move("withdraw", case, by=by, at=at, note=reason)
    return case


@transaction.atomic
def restore_case(*, case: AdviceCase, by: User, at: dt.datetime) -> AdviceCase:
    """Take up a withdrawn case again; its draft is still there. Raises ``TransitionNotAllowed`` and ``NotYourPart``."""
    case = lock_for(case, "advice.manage", by=by, move="restore")
    make_move("restore", case, by=by, at=at)
    case.reason = ""
    case.save(update_fields=["reason"])
    return case


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"A case has no such facts: {sorted(unknown)}.")
    return dict(facts)


def _tell_members(case: AdviceCase, members: Iterable[User], *, by: User, at: dt.datetime) -> None:
    notify(
        recipients=[each for each in members if each.pk != by.pk],
        kind=kinds.JOINED,
        key=f"{kinds.JOINED.name}:{case.pk}:{at.isoformat()}",
        target=case,
        at=at,
    )


def _tell_lead(case: AdviceCase, *, by: User, at: dt.datetime) -> None:
    if case.lead_id != by.pk:
        notify(
            recipients=[case.lead],
            kind=kinds.LED,
            key=f"{kinds.LED.name}:{case.pk}:{at.isoformat()}",
            target=case,
            at=at,
        )
