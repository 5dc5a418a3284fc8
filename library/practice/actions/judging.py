"""Judging a case study, and withdrawing what was judged."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library.catalogue.actions.aftercare import look_after
from library.catalogue.models import Record
from library.kinds import JUDGEMENT_ENDED
from library.practice.actions.telling import tell_authors_of_end, tell_authors_of_stage
from library.practice.judges import may_judge, own_part, works_with_makers
from library.practice.models import Assessment, CriterionDegree, Judgement, case_studies
from library.practice.rule import stage_of
from library.practice.states import (
    ASSESSMENT_FLOW,
    AssessmentState,
    Criterion,
    Degree,
    MeasureKind,
)
from notifications.actions import notify

_NUMBER = re.compile(r"\d")
_NEEDED = {
    MeasureKind.NONE: (),
    MeasureKind.VALUES: ("baseline", "outcome"),
    MeasureKind.EVALUATION: ("evaluation",),
}


@dataclass(frozen=True)
class Judged:
    """What a judge found: a degree and words for each criterion, and the measure of an effect."""

    degrees: Mapping[Criterion, tuple[Degree, str]]
    measure: MeasureKind = MeasureKind.NONE
    baseline: str = ""
    outcome: str = ""
    evaluation: str = ""


class NotForJudge(Conflict):
    """The judge made the work, works closely with who did, or has judged this version."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@transaction.atomic
def judge_practice(
    *, record: Record, judged: Judged, by: User, at: dt.datetime, key: uuid.UUID
) -> Judgement:
    """Give one of the two judgements of the newest version; with the second one the stage follows.

    The authors are told of it once, whatever it is.
    The same ``key`` gives the first result again. Raises ``ValidationError`` for what is missing, also for an effect
    without a measure, and ``NotForJudge`` for makers, for those close to them, for a second judgement by the same
    person, and when both were given. Two judges at once wait for each other.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if first := first_result(Judgement.objects.filter(judge=by), key, measure=judged.measure):
        return first
    _refuse_conflicts(record, by)
    judged = _checked(judged)
    assessment, _is_new = Assessment.objects.exclude(state=AssessmentState.WITHDRAWN).get_or_create(
        version=record.current_version, defaults={"opened_at": at}
    )
    given = list(assessment.judgements.values_list("judge", flat=True))
    if by.pk in given:
        raise NotForJudge(_("You have already judged this version."))
    if not assessment.is_open:
        raise NotForJudge(_("Two editors have already judged this version."))
    judgement = Judgement.objects.create(
        assessment=assessment,
        number=len(given) + 1,
        judge=by,
        measure=judged.measure,
        baseline=judged.baseline,
        outcome=judged.outcome,
        evaluation=judged.evaluation,
        given_at=at,
        form_key=key,
    )
    CriterionDegree.objects.bulk_create(
        CriterionDegree(judgement=judgement, criterion=criterion, degree=degree, words=words)
        for criterion, (degree, words) in judged.degrees.items()
    )
    if given:
        _settle(assessment, record, at)
    return judgement


@transaction.atomic
def withdraw_assessment(
    *, assessment: Assessment, reason: str, by: User | None, at: dt.datetime
) -> Assessment:
    """Let judgements count no longer, keep them, and tell the judges why; the authors, too, if it had a stage.

    ``by`` is nobody when a new version did it. Raises ``TransitionNotAllowed`` when they no longer count, and
    ``ValidationError`` without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason. Readers will see it.")})
    record = Record.objects.select_for_update(of=("self",)).get(pk=assessment.version.record_id)
    assessment.reason = reason
    assessment.save(update_fields=["reason"])
    ASSESSMENT_FLOW.make("withdraw", assessment, actor=by, note=reason, at=at)
    assessment.withdrawn_at = at
    assessment.save(update_fields=["withdrawn_at"])
    look_after([record.pk], at=at)
    judges = [each.judge for each in assessment.judgements.select_related("judge")]
    notify(
        recipients=[judge for judge in judges if judge != by],
        kind=JUDGEMENT_ENDED,
        key=f"library.assessment:{assessment.pk}",
        target=record,
        at=at,
        text=reason,
    )
    if assessment.stage:
        tell_authors_of_end(assessment=assessment, record=record, by=by, at=at)
    return assessment


def withdraw_outdated(*, at: dt.datetime, record_id: int | None = None) -> int:
    """Withdraw what was judged of versions that are no longer the newest; returns how many. Repeats safely."""
    outdated = Assessment.objects.outdated().select_related("version")
    if record_id is not None:
        outdated = outdated.filter(version__record=record_id)
    found = list(outdated.order_by("pk"))
    for assessment in found:
        withdraw_assessment(
            assessment=assessment, reason=_("The work has a new version."), by=None, at=at
        )
    return len(found)


def _settle(assessment: Assessment, record: Record, at: dt.datetime) -> None:
    settled = Assessment.objects.with_judgements().get(pk=assessment.pk)
    settled.stage = stage_of(settled.findings) or ""
    settled.settled_at = at
    settled.save(update_fields=["stage", "settled_at"])
    ASSESSMENT_FLOW.make("settle", settled, actor=None, at=at)
    look_after([record.pk], at=at)
    tell_authors_of_stage(assessment=settled, record=record, at=at)


def _refuse_conflicts(record: Record, by: User) -> None:
    if not case_studies().filter(pk=record.pk).exists():
        raise NotForJudge(_("Only published case studies are judged."))
    if not may_judge(by, record):
        why = own_part(by, record)
        words = _("Editors judge works of others, not their own.")
        raise NotForJudge(f"{words} {why}." if why else words)
    if works_with_makers(by, record):
        raise NotForJudge(
            _("You work closely with someone who made this work. Ask another editor.")
        )


def _checked(judged: Judged) -> Judged:
    """Return the judgement without what its measure does not need. Raises ``ValidationError`` by field."""
    problems: dict[str, str] = {}
    for criterion in Criterion:
        degree, words = judged.degrees.get(criterion, (None, ""))
        if degree is None:
            problems[criterion.value] = _("Choose how far it is met.")
        elif degree != Degree.NOT_TOLD and not words.strip():
            problems[f"{criterion.value}_words"] = _("Say in a sentence why.")
    effect, _words = judged.degrees.get(Criterion.EFFECTIVENESS, (None, ""))
    if judged.measure == MeasureKind.NONE and effect in (Degree.MET, Degree.PARTLY):
        problems["measure"] = _("Name the measure, or say that effectiveness is not reported.")
    needed = _NEEDED[judged.measure]
    for name in needed:
        text = getattr(judged, name).strip()
        if not text:
            problems[name] = _("Enter it as the work reports it.")
        elif name != "evaluation" and not _NUMBER.search(text):
            problems[name] = _("Enter the value with its number, for example 24 per cent.")
    if problems:
        raise ValidationError(problems)
    kept = {name: getattr(judged, name) for name in needed}
    return Judged(judged.degrees, judged.measure, **kept)
