"""The published rule by which the stage of a practice follows from two judgements. Plain functions, no database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from library.practice.states import Criterion, Degree, PracticeStage

# From the lowest. What is not told may be there, so it is not as low as what is not met.
ORDER = (Degree.NOT_MET, Degree.NOT_TOLD, Degree.PARTLY, Degree.MET)
_RANK = {degree: rank for rank, degree in enumerate(ORDER)}
STAGES = (PracticeStage.EMERGING, PracticeStage.PROMISING, PracticeStage.LEADING)
_C = Criterion


@dataclass(frozen=True)
class Findings:
    """How far each criterion is met, and whether a measure is named."""

    degrees: Mapping[Criterion, Degree]
    has_measure: bool

    def degree(self, criterion: Criterion) -> Degree:
        """Return the degree that counts: without a measure nothing is told of an effect."""
        degree = self.degrees.get(criterion, Degree.NOT_TOLD)
        if criterion == _C.EFFECTIVENESS and not self.has_measure:
            return lower(degree, Degree.NOT_TOLD)
        return degree

    def met(self, *criteria: Criterion) -> bool:
        """Tell whether all of these are met."""
        return all(self.degree(each) == Degree.MET for each in criteria)

    def partly(self, *criteria: Criterion) -> bool:
        """Tell whether all of these are met or partly met."""
        return all(_RANK[self.degree(each)] >= _RANK[Degree.PARTLY] for each in criteria)

    def how_many_partly(self) -> int:
        """Return how many criteria are met or partly met."""
        return sum(self.partly(each) for each in Criterion)


@dataclass(frozen=True)
class Condition:
    """One condition of a stage, as it is published and as it is checked."""

    stage: PracticeStage
    words: StrOrPromise
    holds: Callable[[Findings], bool]


@dataclass(frozen=True)
class Reason:
    """A condition of a stage, and whether it holds."""

    words: StrOrPromise
    holds: bool


_E, _P, _L = STAGES
CONDITIONS = (
    Condition(
        _E,
        _("Relevance and ethics are at least partly met"),
        lambda found: found.partly(_C.RELEVANCE, _C.ETHICS),
    ),
    Condition(
        _P,
        _("Relevance and ethics are met"),
        lambda found: found.met(_C.RELEVANCE, _C.ETHICS),
    ),
    Condition(
        _P,
        _("Effectiveness is at least partly met, with a measure"),
        lambda found: found.has_measure and found.partly(_C.EFFECTIVENESS),
    ),
    Condition(
        _P,
        _("At least six of the eight criteria are met or partly met"),
        lambda found: found.how_many_partly() >= 6,
    ),
    Condition(
        _L,
        _("Effectiveness, participation and replicability are met"),
        lambda found: found.met(_C.EFFECTIVENESS, _C.PARTICIPATION, _C.REPLICABILITY),
    ),
    Condition(
        _L,
        _("All eight criteria are met or partly met"),
        lambda found: found.partly(*Criterion),
    ),
)


def lower(first: Degree, second: Degree) -> Degree:
    """Return the lower of two degrees."""
    return min(first, second, key=_RANK.__getitem__)


def combined(first: Findings, second: Findings) -> Findings:
    """Return what counts of two judgements: where they differ, the lower one."""
    return Findings(
        {each: lower(first.degree(each), second.degree(each)) for each in Criterion},
        first.has_measure and second.has_measure,
    )


def stage_of(found: Findings) -> PracticeStage | None:
    """Return the highest stage all of whose conditions hold, with those of the stages below; or nothing."""
    reached = None
    for stage in STAGES:
        if not all(each.holds(found) for each in CONDITIONS if each.stage == stage):
            break
        reached = stage
    return reached


def reasons_of(found: Findings) -> list[tuple[PracticeStage, list[Reason]]]:
    """Return the conditions of each stage, with whether they hold."""
    return [
        (stage, [Reason(c.words, c.holds(found)) for c in CONDITIONS if c.stage == stage])
        for stage in STAGES
    ]
