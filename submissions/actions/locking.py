"""Locking, moving and refusing, shared by every editorial action."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from submissions.models import Submission
from submissions.rules import has_conflict
from submissions.states import EDITABLE, SUBMISSION_FLOW
from workflow.flows import TransitionNotAllowed


class ConflictOfInterest(Conflict):
    """An author of a work would review it or decide on it."""

    def __init__(self) -> None:
        super().__init__(_("Authors cannot edit or review their own work."))


class NotYourSubmission(Conflict):
    """Another editor handles the submission now."""

    def __init__(self) -> None:
        super().__init__(_("Another editor handles this submission now."))


def lock(submission: Submission) -> Submission:
    """Lock the submission's row and return it."""
    return Submission.objects.select_for_update().get(pk=submission.pk)


def lock_editable(submission: Submission) -> Submission:
    """Lock a submission that its author may change. Raises ``TransitionNotAllowed`` otherwise."""
    submission = lock(submission)
    if submission.state not in EDITABLE:
        raise TransitionNotAllowed("save", submission)
    return submission


def lock_handled(submission: Submission, *, editor: User, move: str) -> Submission:
    """Lock a submission that this editor handles, if the move exists from its state.

    Raises ``TransitionNotAllowed``, ``NotYourSubmission`` or ``ConflictOfInterest``.
    """
    submission = lock(submission)
    if move not in SUBMISSION_FLOW.possible(submission.state):
        raise TransitionNotAllowed(move, submission)
    if submission.editor_id != editor.pk:
        raise NotYourSubmission
    refuse_conflict(editor, submission)
    return submission


def refuse_conflict(user: User, submission: Submission) -> None:
    """Raise ``ConflictOfInterest`` for an author of the work, whatever their role."""
    if has_conflict(user, submission):
        raise ConflictOfInterest


def make_move(
    name: str, submission: Submission, *, actor: User | None, at: dt.datetime, note: str = ""
) -> None:
    """Make the move with its line of history, and start the clock of the new state."""
    SUBMISSION_FLOW.make(name, submission, actor=actor, note=note, at=at)
    submission.state_at = at
    submission.save(update_fields=["state_at"])
