"""Submitting, resubmitting and withdrawing."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from accounts.roles import Role
from core.refusals import Conflict
from notifications.actions import notify
from submissions import kinds
from submissions.actions.co_authors import tell_co_authors
from submissions.actions.locking import lock, make_move
from submissions.actions.reviews import cancel_open_reviews
from submissions.content import missing_fields
from submissions.models import Revision, Submission
from submissions.revisions.snapshots import snapshot_of
from submissions.rules import has_conflict
from submissions.states import SUBMISSION_FLOW
from workflow.flows import TransitionNotAllowed


class Incomplete(Conflict):
    """The submission still lacks something. ``problems`` says what, by field."""

    def __init__(self, problems: dict[str, StrOrPromise]) -> None:
        self.problems = problems
        super().__init__(_("The submission is not complete yet."))


@transaction.atomic
def submit(*, submission: Submission, by: User, at: dt.datetime, note: str = "") -> Revision:
    """Send the work to the editors as it is now, and keep exactly that as the next revision.

    ``note`` is for the editor, for example what was changed. An editor who is now named as a co-author
    handles it no longer: it waits for another one. Raises ``Incomplete``,
    ``TransitionNotAllowed`` unless it is a draft or changes were asked for, and ``TooManyMails`` when the author
    has had too many co-authors mailed today.
    """
    submission = lock(submission)
    if "submit" not in SUBMISSION_FLOW.possible(submission.state):
        raise TransitionNotAllowed("submit", submission)
    problems = problems_of(submission)
    if problems:
        raise Incomplete(problems)
    revision = Revision.objects.create(
        submission=submission,
        number=submission.revisions.count() + 1,
        snapshot=snapshot_of(submission),
        note=note,
        submitted_by=by,
        submitted_at=at,
    )
    revision.attachments.set(submission.attachments.all())
    submission.submitted_at = at
    submission.sent_title, submission.sent_place = submission.title, submission.place
    if submission.editor is not None and has_conflict(submission.editor, submission):
        submission.editor = None
    submission.save(update_fields=["submitted_at", "sent_title", "sent_place", "editor"])
    make_move("submit", submission, actor=by, at=at)
    _tell_editors(submission, revision, at=at)
    tell_co_authors(submission, at=at)
    return revision


def problems_of(submission: Submission) -> dict[str, StrOrPromise]:
    """Return what is still missing, by field: empty when it can be submitted."""
    return missing_fields(
        submission.kind,
        submission.values,
        topic_count=submission.topics.count(),
        file_count=submission.attachments.count(),
    )


def _tell_editors(submission: Submission, revision: Revision, *, at: dt.datetime) -> None:
    if submission.editor is not None:
        recipients, kind = [submission.editor], kinds.RESUBMITTED
    else:
        editors = User.objects.open().with_role(Role.EDITOR).exclude(pk=submission.author_id)
        recipients, kind = list(editors), kinds.SUBMITTED
    notify(
        recipients=recipients,
        kind=kind,
        key=f"{kind.name}:{submission.pk}:{revision.number}",
        target=submission,
        at=at,
        text=revision.note,
    )


@transaction.atomic
def withdraw_submission(
    *, submission: Submission, by: User, at: dt.datetime, reason: str = ""
) -> Submission:
    """Withdraw the submission before it is decided on; everything said about it is kept.

    Its editor and reviewers are told. Raises ``TransitionNotAllowed`` for drafts and decided works.
    """
    submission = lock(submission)
    make_move("withdraw", submission, actor=by, at=at, note=reason)
    cancel_open_reviews(submission, by=by, at=at)
    if submission.editor is not None:
        notify(
            recipients=[submission.editor],
            kind=kinds.WITHDRAWN,
            key=f"{kinds.WITHDRAWN.name}:{submission.pk}",
            target=submission,
            at=at,
            text=reason,
            title=submission.sent_title,
        )
    return submission
