"""The moves of a submission, of a review and of a triage, and how long each step is expected to take."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class SubmissionState(models.TextChoices):
    """Where a submission stands between its author and its editor."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    SCREENING = "screening", _("Screening")
    IN_REVIEW = "in-review", _("In review")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReviewState(models.TextChoices):
    """Where a review stands between the editor who asked and the reviewer."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("In progress")
    DECLINED = "declined", _("Declined")
    DELIVERED = "delivered", _("Submitted")
    CANCELLED = "cancelled", _("No longer needed")


class TriageState(models.TextChoices):
    """What an editor has decided about what the authors of a case study learnt."""

    OPEN = "open", _("To place")
    PLACED = "placed", _("Placed")
    NOT_PLACED = "not-placed", _("Not placed")
    SET_ASIDE = "set-aside", _("Set aside")


_S = SubmissionState
_R = ReviewState
_T = TriageState

SUBMISSION_FLOW = Flow(
    {
        "submit": Move({_S.DRAFT, _S.CHANGES_REQUESTED}, _S.SUBMITTED),
        "claim": Move({_S.SUBMITTED}, _S.SCREENING),
        "release": Move({_S.SCREENING}, _S.SUBMITTED),
        # The state stays; the move is here so that the history tells who gave the work to whom.
        "assign": Move({_S.SUBMITTED, _S.SCREENING, _S.IN_REVIEW, _S.CHANGES_REQUESTED}),
        "start_review": Move({_S.SCREENING}, _S.IN_REVIEW),
        "request_changes": Move({_S.SCREENING, _S.IN_REVIEW}, _S.CHANGES_REQUESTED),
        # From screening only a work that was sent in again can be accepted: see ``accept_submission``.
        "accept": Move({_S.SCREENING, _S.IN_REVIEW}, _S.ACCEPTED),
        "decline": Move({_S.SCREENING, _S.IN_REVIEW}, _S.DECLINED),
        "withdraw": Move(
            {_S.SUBMITTED, _S.SCREENING, _S.IN_REVIEW, _S.CHANGES_REQUESTED}, _S.WITHDRAWN
        ),
    }
)

REVIEW_FLOW = Flow(
    {
        "agree": Move({_R.INVITED}, _R.ACCEPTED),
        "refuse": Move({_R.INVITED, _R.ACCEPTED}, _R.DECLINED),
        "deliver": Move({_R.ACCEPTED}, _R.DELIVERED),
        "cancel": Move({_R.INVITED, _R.ACCEPTED}, _R.CANCELLED),
    }
)

TRIAGE_FLOW = Flow(
    {
        "finish": Move({_T.OPEN}, _T.PLACED),
        "leave_out": Move({_T.OPEN, _T.SET_ASIDE}, _T.NOT_PLACED),
        "set_aside": Move({_T.OPEN}, _T.SET_ASIDE),
        "reopen": Move({_T.PLACED, _T.NOT_PLACED, _T.SET_ASIDE}, _T.OPEN),
    }
)

# The author may change the text.
EDITABLE = frozenset({_S.DRAFT, _S.CHANGES_REQUESTED})
# Someone is expected to do something.
OPEN = frozenset({_S.SUBMITTED, _S.SCREENING, _S.IN_REVIEW, _S.CHANGES_REQUESTED})
CLOSED = frozenset({_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN})
OPEN_REVIEW = frozenset({_R.INVITED, _R.ACCEPTED})
# The editor said why.
WITH_REASON = frozenset({_T.NOT_PLACED, _T.SET_ASIDE})

# What authors are promised and what the desk calls overdue: one table, so that both agree.
EXPECTED_TIME: dict[str, dt.timedelta] = {
    _S.SUBMITTED: dt.timedelta(days=7),
    _S.SCREENING: dt.timedelta(days=7),
    _S.IN_REVIEW: dt.timedelta(days=42),
    _S.CHANGES_REQUESTED: dt.timedelta(days=60),
}
REVIEW_TIME = dt.timedelta(days=21)


def moves_from(state: str, *, is_resubmitted: bool) -> frozenset[str]:
    """Return the moves out of this state. Only what came back after changes is accepted without a new review."""
    moves = frozenset(SUBMISSION_FLOW.possible(state))
    return moves if state != _S.SCREENING or is_resubmitted else moves - {"accept"}
