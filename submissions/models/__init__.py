"""Works that people propose to the library, and the reviews and decisions about them."""

from submissions.models.reviews import (
    CRITERIA,
    Decision,
    Recommendation,
    Review,
    ReviewQuerySet,
    Verdict,
)
from submissions.models.submissions import (
    Attachment,
    CoAuthor,
    CoAuthorAnswer,
    Licence,
    Revision,
    Submission,
    SubmissionQuerySet,
)
from submissions.models.triage import Placement, PlacementQuerySet, Triage

__all__ = [
    "CRITERIA",
    "Attachment",
    "CoAuthor",
    "CoAuthorAnswer",
    "Decision",
    "Licence",
    "Placement",
    "PlacementQuerySet",
    "Recommendation",
    "Review",
    "ReviewQuerySet",
    "Revision",
    "Submission",
    "SubmissionQuerySet",
    "Triage",
    "Verdict",
]
