"""The criteria, degrees and stages of practice, and the moves of an assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflow.flows import Flow, Move


class Criterion(models.TextChoices):
    """What a case study is judged by."""

    RELEVANCE = "relevance", _("Relevance")
    PARTICIPATION = "participation", _("Participation")
    COLLABORATION = "collaboration", _("Collaboration")
    ETHICS = "ethics", _("Ethics")
    REPLICABILITY = "replicability", _("Replicability")
    EFFECTIVENESS = "effectiveness", _("Effectiveness")
    EFFICIENCY = "efficiency", _("Efficiency")
    SUSTAINABILITY = "sustainability", _("Sustainability")


# What each criterion asks; judges and readers see the same words.
QUESTIONS: dict[Criterion, StrOrPromise] = {
    Criterion.RELEVANCE: _("Does it address a health inequality, and say for whom?"),
    Criterion.PARTICIPATION: _("Did the people it was for take part in planning and deciding?"),
    Criterion.COLLABORATION: _("Did organisations or sectors work together, each with a clear part?"),
    Criterion.ETHICS: _("Were people respected, their data protected, and possible harms considered?"),
    Criterion.REPLICABILITY: _("Is it described so that others can try it, with what it needs elsewhere?"),
    Criterion.EFFECTIVENESS: _("Did outcomes change for the people with the worst ones, by a measure?"),
    Criterion.EFFICIENCY: _("Are the costs reported, and in proportion to what was achieved?"),
    Criterion.SUSTAINABILITY: _("Does it continue, or can it, once the first funding or staff have gone?"),
}  # fmt: skip


class Degree(models.TextChoices):
    """How far a criterion is met."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not-met", _("Not met")
    NOT_TOLD = "not-told", _("Not reported")


class MeasureKind(models.TextChoices):
    """What an effect is measured by."""

    NONE = "none", _("No measure is named")
    VALUES = "values", _("A value before and a value after")
    EVALUATION = "evaluation", _("A named evaluation")


class PracticeStage(models.TextChoices):
    """How far a practice is, by the published rule."""

    EMERGING = "emerging", _("Emerging practice")
    PROMISING = "promising", _("Promising practice")
    LEADING = "leading", _("Leading practice")


class AssessmentState(models.TextChoices):
    """Whether both judgements of a version were given, and still count."""

    OPEN = "open", _("Second judgement missing")
    SETTLED = "settled", _("Judged by two editors")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_S = AssessmentState
ASSESSMENT_FLOW = Flow(
    {
        "settle": Move({_S.OPEN}, _S.SETTLED),
        "withdraw": Move({_S.OPEN, _S.SETTLED}, _S.WITHDRAWN),
    }
)


class Manner(models.TextChoices):
    """How closely somebody followed a case study."""

    SAME = "same", _("As described")
    ADAPTED = "adapted", _("Adapted")


class TrialResult(models.TextChoices):
    """What resulted elsewhere, compared with the case study."""

    BETTER = "better", _("Better than the original")
    SAME = "same", _("About the same")
    WORSE = "worse", _("Worse than the original")
    TOO_EARLY = "too-early", _("Too early to say")


class TrialState(models.TextChoices):
    """Whether an editor has confirmed what somebody tells."""

    OPEN = "open", _("Waiting for an editor")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_T = TrialState
TRIAL_FLOW = Flow(
    {
        "confirm": Move({_T.OPEN}, _T.CONFIRMED),
        "decline": Move({_T.OPEN}, _T.DECLINED),
        "withdraw": Move({_T.OPEN, _T.CONFIRMED}, _T.WITHDRAWN),
    }
)
