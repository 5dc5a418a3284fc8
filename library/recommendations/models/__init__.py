"""The tables of recommendations, of who answers them, and of what they commit to."""

from library.recommendations.models.commitments import (
    Commitment,
    CommitmentUpdate,
    EarlierPromise,
    Milestone,
)
from library.recommendations.models.merges import RespondentMerge
from library.recommendations.models.recommendations import (
    Addressee,
    EarlierWording,
    Recommendation,
)
from library.recommendations.models.respondents import Representation, Respondent
from library.recommendations.models.responses import Response, Statement

__all__ = [
    "Addressee",
    "Commitment",
    "CommitmentUpdate",
    "EarlierPromise",
    "EarlierWording",
    "Milestone",
    "Recommendation",
    "Representation",
    "Respondent",
    "RespondentMerge",
    "Response",
    "Statement",
]
