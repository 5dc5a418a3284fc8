"""What readers see of the assessments of a case study."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.types import Person
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.practice.models import Assessment, Judgement, Trial
from library.practice.rule import Reason, reasons_of
from library.practice.states import QUESTIONS, Criterion, Degree, PracticeStage, TrialResult
from library.vocabularies.choices import RecordType

MOST_TRIALS = 20


@dataclass(frozen=True)
class CriterionLine:
    """One criterion with what counts, and what each judge said."""

    criterion: Criterion
    question: str
    degree: Degree
    said: list[tuple[Degree, str]]


@dataclass(frozen=True)
class ShownAssessment:
    """A settled assessment, ready to be shown."""

    assessment: Assessment
    judgements: list[Judgement]
    lines: list[CriterionLine]
    stages: list[tuple[PracticeStage, list[Reason]]]

    @property
    def stage(self) -> PracticeStage | None:
        return PracticeStage(self.assessment.stage) if self.assessment.stage else None


def show_assessment(assessment: Assessment) -> ShownAssessment:
    """Lay out a settled assessment ``with_judgements()``."""
    judgements = list(assessment.judgements.all())
    found = assessment.findings
    said = [{d.criterion: d for d in each.degrees.all()} for each in judgements]
    lines = [
        CriterionLine(
            criterion,
            str(QUESTIONS[criterion]),
            found.degree(criterion),
            [(Degree(each[criterion].degree), each[criterion].words) for each in said],
        )
        for criterion in Criterion
    ]
    return ShownAssessment(assessment, judgements, lines, reasons_of(found))


@dataclass(frozen=True)
class PracticeOf:
    """What the page of a record says of its judgements."""

    stage: PracticeStage | None
    is_settled: bool
    # Only for editors: whether one judgement was given, and whether it is the reader's own.
    is_begun: bool
    is_own: bool


def practice_of(record: Record, *, user: Person) -> PracticeOf | None:
    """Return what a page says of a case study; nothing for other works. One query."""
    if record.type != RecordType.CASE_STUDY:
        return None
    current = Assessment.objects.of(record).current().prefetch_related("judgements").first()
    judges = {each.judge_id for each in current.judgements.all()} if current else set()
    is_settled = current is not None and current.is_settled
    stage = PracticeStage(current.stage) if current and current.stage else None
    return PracticeOf(stage, is_settled, bool(judges) and not is_settled, user.pk in judges)


def stage_of_record(record: Record) -> PracticeStage | None:
    """Return the stage of a record. Takes no query with the assessments of its newest version loaded."""
    version = record.current_version
    if version is None or record.type != RecordType.CASE_STUDY:
        return None
    for assessment in version.assessments.all():
        if assessment.is_settled and assessment.stage:
            return PracticeStage(assessment.stage)
    return None


def with_stages(records: RecordQuerySet) -> RecordQuerySet:
    """Load the judgements of the newest version of each record, as far as there are any. Up to three queries."""
    judged = Prefetch(
        "current_version__assessments",
        Assessment.objects.prefetch_related("judgements__degrees").order_by("pk"),
    )
    return records.prefetch_related(judged)


def stages_with_reasons(record: Record) -> list[tuple[PracticeStage, list[Reason]]]:
    """Return the conditions of each stage with whether they hold; nothing before two judgements were given.

    Takes no query for records ``with_stages()``.
    """
    version = record.current_version
    if version is None or record.type != RecordType.CASE_STUDY:
        return []
    settled = next((each for each in version.assessments.all() if each.is_settled), None)
    return reasons_of(settled.findings) if settled else []


def reasons_of_record(record: Record) -> list[str]:
    """Say which conditions of the stages hold and which do not yet. No query for records ``with_stages()``."""
    return [
        f"{_('Yes:') if reason.holds else _('Not yet:')} {reason.words}"
        for _stage, reasons in stages_with_reasons(record)
        for reason in reasons
    ]


@dataclass(frozen=True)
class TriedElsewhere:
    """What others say who tried a case study, the latest first, and how often each result was told."""

    shown: list[Trial]
    counts: Sequence[tuple[StrOrPromise, int]]

    @property
    def total(self) -> int:
        return sum(number for _label, number in self.counts)


def tried_elsewhere(record: Record) -> TriedElsewhere | None:
    """Return what others tried of a case study; nothing for other works. Two queries."""
    if record.type != RecordType.CASE_STUDY:
        return None
    confirmed = Trial.objects.published().filter(record=record)
    rows = confirmed.order_by().values_list("result").annotate(number=Count("pk"))
    numbers: dict[str, int] = dict(rows)
    counts = [(each.label, numbers[each]) for each in TrialResult if each in numbers]
    shown = confirmed.select_related("user").newest_first()[:MOST_TRIALS]
    return TriedElsewhere(list(shown), counts)
