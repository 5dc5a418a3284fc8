"""Telling that one tried a case study elsewhere, and the editors' check."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library import kinds
from library.catalogue.models import Record
from library.practice.judges import is_maker
from library.practice.models import Trial, case_studies
from library.practice.states import TRIAL_FLOW, TrialState
from notifications.actions import notify

MOST_OPEN = 10


class NotElsewhere(Conflict):
    """Who made a work does not tell that it was tried by others."""

    def __init__(self) -> None:
        super().__init__(_("You made this work. Add what you have learnt since as a new version."))


class TooManyTrials(Conflict):
    """The person waits for as many answers as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_OPEN}
        super().__init__(
            _("You already have %(most)s reports waiting for an editor. Wait for an answer.")
            % words
        )


@transaction.atomic
def tell_trial(*, record: Record, by: User, at: dt.datetime, key: uuid.UUID, **words: Any) -> Trial:
    """Tell where one tried what a case study describes, for an editor to check.

    ``words`` are place, manner, result, words and link. The same ``key`` and words give the first one again. Raises
    ``AlreadySubmitted``, ``NotElsewhere`` and ``TooManyTrials``, and ``ValidationError`` for what is no published
    case study.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = Trial.objects.filter(user=by)
    if first := first_result(mine, key, record_id=record.pk, words=words["words"]):
        return first
    found = case_studies().with_creators().filter(pk=record.pk).first()
    if found is None:
        raise ValidationError(_("Only published case studies can be tried elsewhere."))
    if is_maker(by, found):
        raise NotElsewhere
    if mine.open().count() >= MOST_OPEN:
        raise TooManyTrials
    return Trial.objects.create(record=found, user=by, told_at=at, form_key=key, **words)


@transaction.atomic
def confirm_trial(*, trial: Trial, answer: str, by: User, at: dt.datetime) -> Trial:
    """Show what somebody tells on the page of the record, and tell them.

    Raises ``TransitionNotAllowed`` when it was decided before, and ``ValidationError`` for one's own.
    """
    _refuse_own(trial, by)
    TRIAL_FLOW.make("confirm", trial, actor=by, note=answer, at=at)
    return _decided(trial, answer, at)


@transaction.atomic
def decline_trial(*, trial: Trial, answer: str, by: User, at: dt.datetime) -> Trial:
    """Do not show what somebody tells, and tell them why.

    Raises ``TransitionNotAllowed`` when it was decided before, and ``ValidationError`` without a reason or for one's
    own.
    """
    _refuse_own(trial, by)
    if not answer.strip():
        raise ValidationError({"answer": _("Say why. The person reads it.")})
    # Before the move: a declined one never lacks its reason.
    trial.answer = answer
    trial.save(update_fields=["answer"])
    TRIAL_FLOW.make("decline", trial, actor=by, note=answer, at=at)
    return _decided(trial, answer, at)


@transaction.atomic
def withdraw_trial(*, trial: Trial, by: User, at: dt.datetime) -> Trial:
    """Show what was told no longer. Raises ``TransitionNotAllowed`` when it is not shown or waiting."""
    TRIAL_FLOW.make("withdraw", trial, actor=by, at=at)
    trial.decided_at = at
    trial.save(update_fields=["decided_at"])
    return trial


@transaction.atomic
def forget_trials(*, user: User) -> None:
    """Delete what a closed account told and no editor confirmed; what is public stays without a name."""
    theirs = Trial.objects.filter(user=user)
    theirs.exclude(state=TrialState.CONFIRMED).delete()
    theirs.update(user=None)


def _refuse_own(trial: Trial, by: User) -> None:
    if trial.user_id == by.pk:
        raise ValidationError(_("Another editor has to check your report."))


def _decided(trial: Trial, answer: str, at: dt.datetime) -> Trial:
    trial.answer, trial.decided_at = answer, at
    trial.save(update_fields=["answer", "decided_at"])
    kind = kinds.TRIAL_CONFIRMED if trial.is_confirmed else kinds.TRIAL_DECLINED
    notify(
        recipients=[trial.user] if trial.user else [],
        kind=kind,
        key=f"library.trial:{trial.pk}:{trial.state}",
        target=trial,
        at=at,
        text=answer,
    )
    return trial
