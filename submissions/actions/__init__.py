"""Every write of submissions: one function, one transaction."""

from submissions.actions.co_authors import (
    CannotBeNamed,
    add_co_author,
    answer_co_author,
    remove_co_author,
)
from submissions.actions.decisions import (
    NotReviewedYet,
    accept_submission,
    decline_submission,
    request_changes,
)
from submissions.actions.desk import CannotHandle, assign_editor, claim, release, start_review
from submissions.actions.drafts import (
    BegunAlready,
    delete_draft,
    save_draft,
    start_submission,
)
from submissions.actions.files import attach_file, remove_file
from submissions.actions.leaving import leave_submissions
from submissions.actions.moves import ConflictOfInterest, NotYourSubmission
from submissions.actions.reminders import remind_authors, remind_reviewers
from submissions.actions.reviews import (
    AlreadyAsked,
    answer_invitation,
    cancel_review,
    deliver_review,
    invite_reviewer,
    save_review,
)
from submissions.actions.sending import Incomplete, submit, withdraw_submission
from submissions.actions.sources import CannotDrawOn, draw_no_longer_on, draw_on

__all__ = [
    "AlreadyAsked",
    "BegunAlready",
    "CannotBeNamed",
    "CannotDrawOn",
    "CannotHandle",
    "ConflictOfInterest",
    "Incomplete",
    "NotReviewedYet",
    "NotYourSubmission",
    "accept_submission",
    "add_co_author",
    "answer_co_author",
    "answer_invitation",
    "assign_editor",
    "attach_file",
    "cancel_review",
    "claim",
    "decline_submission",
    "delete_draft",
    "deliver_review",
    "draw_no_longer_on",
    "draw_on",
    "invite_reviewer",
    "leave_submissions",
    "release",
    "remind_authors",
    "remind_reviewers",
    "remove_co_author",
    "remove_file",
    "request_changes",
    "save_draft",
    "save_review",
    "start_review",
    "start_submission",
    "submit",
    "withdraw_submission",
]
