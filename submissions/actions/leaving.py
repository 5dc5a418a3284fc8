"""Submissions and reviews of people who close their account."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from submissions.actions.drafts import delete_draft
from submissions.actions.locking import lock, make_move
from submissions.actions.reviews import answer_invitation
from submissions.actions.submitting import withdraw_submission
from submissions.models import CoAuthor, Submission
from submissions.states import OPEN, SubmissionState


@transaction.atomic
def leave_submissions(*, user: User, at: dt.datetime) -> None:
    """End everything that waits on someone who closed their account. Repeats safely.

    Their drafts are deleted, what is with the editors is withdrawn, what is in the library stays. Reviews
    they had promised are given back, and what they edited goes back to the desk.
    """
    reason = _("The account was closed.")
    for submission in Submission.objects.filter(author=user, state=SubmissionState.DRAFT):
        delete_draft(submission=submission)
    for submission in Submission.objects.filter(author=user, state__in=OPEN):
        withdraw_submission(submission=submission, by=user, at=at, reason=reason)
    for review in user.reviews.open().order_by("pk"):
        answer_invitation(review=review, accept=False, reason=reason, at=at)
    for submission in Submission.objects.filter(editor=user, state__in=OPEN):
        _give_back(submission, user, at)
    CoAuthor.objects.filter(user=user).update(user=None)


def _give_back(submission: Submission, editor: User, at: dt.datetime) -> None:
    submission = lock(submission)
    submission.editor = None
    submission.save(update_fields=["editor"])
    if submission.state == SubmissionState.SCREENING:
        make_move("release", submission, actor=editor, at=at)
