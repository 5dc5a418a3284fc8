"""Cases in which the institute is asked for advice, their reviews, contributions and outcomes."""

from advice.models.cases import AdviceCase, AdviceCaseQuerySet, CitedVersion
from advice.models.contributions import ContributionCall, KeptContribution
from advice.models.letters import LetterContribution
from advice.models.outcomes import AdviceOutcome
from advice.models.reviews import AdviceReview, AdviceReviewQuerySet, DraftRevision

__all__ = [
    "AdviceCase",
    "AdviceCaseQuerySet",
    "AdviceOutcome",
    "AdviceReview",
    "AdviceReviewQuerySet",
    "CitedVersion",
    "ContributionCall",
    "DraftRevision",
    "KeptContribution",
    "LetterContribution",
]
