"""Assigning an editor to a submission, and starting its review."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from notifications.actions import notify
from submissions import kinds
from submissions.actions.locking import (
    NotYourSubmission,
    lock,
    lock_handled,
    make_move,
    refuse_conflict,
)
from submissions.models import Submission
from submissions.models.submissions import is_editor
from submissions.states import SUBMISSION_FLOW
from workflow.flows import TransitionNotAllowed


class CannotHandle(Conflict):
    """This person cannot be the editor of this work."""

    def __init__(self) -> None:
        super().__init__(_("Choose an editor who has not been asked to review it."))


@transaction.atomic
def claim(*, submission: Submission, editor: User, at: dt.datetime) -> Submission:
    """Claim the submission as its editor and start screening. Of two editors at once, one wins.

    Raises ``TransitionNotAllowed`` unless it waits for an editor, ``NotYourSubmission`` when it came back
    to another one, ``ConflictOfInterest`` for its authors.
    """
    submission = lock(submission)
    if "claim" not in SUBMISSION_FLOW.possible(submission.state):
        raise TransitionNotAllowed("claim", submission)
    if submission.editor_id not in (None, editor.pk):
        raise NotYourSubmission
    refuse_conflict(editor, submission)
    submission.editor = editor
    submission.save(update_fields=["editor"])
    make_move("claim", submission, actor=editor, at=at)
    return submission


@transaction.atomic
def release(*, submission: Submission, editor: User, at: dt.datetime) -> Submission:
    """Release a submission under screening, for another editor to claim."""
    submission = lock_handled(submission, editor=editor, move="release")
    submission.editor = None
    submission.save(update_fields=["editor"])
    make_move("release", submission, actor=editor, at=at)
    return submission


@transaction.atomic
def assign_editor(*, submission: Submission, editor: User, by: User, at: dt.datetime) -> Submission:
    """Assign an editor to the submission in any open state; they are told unless they did it.

    Raises ``TransitionNotAllowed`` when it is closed, ``NotYourSubmission`` unless ``by`` has it or
    nobody has, ``ConflictOfInterest`` for authors, ``CannotHandle`` for its reviewers and non-editors.
    """
    submission = lock(submission)
    if "assign" not in SUBMISSION_FLOW.possible(submission.state):
        raise TransitionNotAllowed("assign", submission)
    if submission.editor_id not in (None, by.pk):
        raise NotYourSubmission
    refuse_conflict(by, submission)
    if not is_editor(editor) or submission.reviews.filter(reviewer=editor).exists():
        raise CannotHandle
    refuse_conflict(editor, submission)
    submission.editor = editor
    submission.save(update_fields=["editor"])
    # Not ``make_move``: the clock of the state does not begin again.
    SUBMISSION_FLOW.make("assign", submission, actor=by, at=at)
    if editor != by:
        notify(
            recipients=[editor],
            kind=kinds.ASSIGNED,
            key=f"{kinds.ASSIGNED.name}:{submission.pk}:{at.isoformat()}",
            target=submission,
            at=at,
        )
    return submission


@transaction.atomic
def start_review(*, submission: Submission, editor: User, at: dt.datetime) -> Submission:
    """End the screening: the work is in scope and reviewers can be invited."""
    submission = lock_handled(submission, editor=editor, move="start_review")
    make_move("start_review", submission, actor=editor, at=at)
    return submission
