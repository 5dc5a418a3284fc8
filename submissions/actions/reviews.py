"""Reviews: invitations, answers, and the reviews themselves."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.refusals import Conflict
from notifications.actions import notify
from notifications.kinds import Kind
from submissions import kinds
from submissions.actions.locking import (
    ConflictOfInterest,
    lock,
    lock_handled,
    make_move,
    refuse_conflict,
)
from submissions.models import CRITERIA, Review, Submission
from submissions.states import REVIEW_FLOW, ReviewState, SubmissionState
from workflow.flows import TransitionNotAllowed

ANSWERS = (
    *CRITERIA,
    "comments_to_author",
    "comments_to_editor",
    "recommendation",
    "is_signed",
)


class AlreadyInvited(Conflict):
    """The person was invited to review this revision before."""

    def __init__(self) -> None:
        super().__init__(_("This person has already been asked to review this revision."))


@transaction.atomic
def invite_reviewer(
    *,
    submission: Submission,
    reviewer: User,
    by: User,
    due_on: dt.date,
    at: dt.datetime,
    message: str = "",
) -> Review:
    """Ask someone to review the latest revision; the first invitation ends the screening.

    They get a mail with what it is about and can say yes or no. Raises ``TransitionNotAllowed`` unless the
    work is screened or in review, ``ConflictOfInterest`` for authors and the editor, ``AlreadyInvited``.
    """
    submission = lock(submission)
    in_review = submission.state == SubmissionState.IN_REVIEW
    submission = lock_handled(
        submission, editor=by, move="request_changes" if in_review else "start_review"
    )
    refuse_conflict(reviewer, submission)
    if reviewer == by:
        raise ConflictOfInterest
    if not in_review:
        make_move("start_review", submission, actor=by, at=at)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                submission=submission,
                revision=submission.revisions.latest("number"),
                author=submission.author,
                reviewer=reviewer,
                invited_by=by,
                message=message,
                due_on=due_on,
                invited_at=at,
                saved_at=at,
            )
    except IntegrityError as error:
        raise AlreadyInvited from error
    _tell_reviewer(review, kinds.REVIEW_INVITED, at=at, text=message)
    return review


@transaction.atomic
def answer_invitation(*, review: Review, accept: bool, at: dt.datetime, reason: str = "") -> Review:
    """Answer an invitation; no is possible until the review is delivered. The editor is told.

    Raises ``TransitionNotAllowed`` when the answer comes too late.
    """
    review = _lock(review)
    REVIEW_FLOW.make(
        "agree" if accept else "refuse", review, actor=review.reviewer, note=reason, at=at
    )
    review.answered_at = at
    review.refusal = "" if accept else reason
    review.save(update_fields=["answered_at", "refusal"])
    _tell_editor(
        review,
        kinds.REVIEW_ANSWERED,
        at=at,
        text=reason,
        reviewer=str(review.reviewer),
        answer=_("will review") if accept else _("cannot review"),
    )
    return review


@transaction.atomic
def save_review(
    *,
    review: Review,
    answers: Mapping[str, Any],
    at: dt.datetime,
    edit_number: int | None = None,
) -> Review:
    """Keep what the reviewer has written so far; nothing needs to be complete.

    Raises ``EditedElsewhere`` when it was saved elsewhere since ``edit_number``, ``TransitionNotAllowed``
    unless it is being written.
    """
    review = _lock(review)
    if review.state != ReviewState.ACCEPTED:
        raise TransitionNotAllowed("save", review)
    check_edit_number(review, edit_number)
    given = [name for name in ANSWERS if name in answers]
    for name in given:
        setattr(review, name, answers[name])
    review.saved_at = at
    review.save(update_fields=[*given, "edit_number", "saved_at"])
    return review


@transaction.atomic
def deliver_review(
    *,
    review: Review,
    answers: Mapping[str, Any],
    at: dt.datetime,
    edit_number: int | None = None,
) -> Review:
    """Hand the finished review to the editor, who is told. It cannot be changed afterwards.

    All scores, a recommendation and comments to the author are needed: a constraint of the database refuses less.
    Raises ``TransitionNotAllowed`` unless it is being written, ``EditedElsewhere`` as ``save_review``.
    """
    review = save_review(review=review, answers=answers, at=at, edit_number=edit_number)
    review.delivered_at = at
    review.save(update_fields=["delivered_at"])
    REVIEW_FLOW.make("deliver", review, actor=review.reviewer, at=at)
    _tell_editor(review, kinds.REVIEW_DELIVERED, at=at)
    return review


@transaction.atomic
def cancel_review(*, review: Review, by: User, at: dt.datetime) -> Review:
    """Take back an invitation or stop waiting for a review. The reviewer is told, and thanked."""
    review = _lock(review)
    _cancel(review, by=by, at=at)
    return review


def cancel_open_reviews(submission: Submission, *, by: User | None, at: dt.datetime) -> None:
    """Cancel all open reviews of a submission that is decided, returned or withdrawn."""
    for review in submission.reviews.open().select_related("reviewer").order_by("pk"):
        _cancel(review, by=by, at=at)


def _cancel(review: Review, *, by: User | None, at: dt.datetime) -> None:
    REVIEW_FLOW.make("cancel", review, actor=by, at=at)
    _tell_reviewer(review, kinds.REVIEW_CANCELLED, at=at)


def _lock(review: Review) -> Review:
    # Lock the submission first, as every decision does: another order of locks could end in a deadlock.
    Submission.objects.select_for_update().get(pk=review.submission_id)
    return Review.objects.select_for_update().get(pk=review.pk)


def _tell_reviewer(review: Review, kind: Kind, *, at: dt.datetime, text: str = "") -> None:
    notify(
        recipients=[review.reviewer],
        kind=kind,
        key=f"{kind.name}:{review.pk}",
        target=review,
        at=at,
        text=text,
        due=date_format(review.due_on, "j F Y"),
    )


def _tell_editor(
    review: Review, kind: Kind, *, at: dt.datetime, text: str = "", **words: Any
) -> None:
    editor = review.submission.editor
    if editor is None:
        return
    notify(
        recipients=[editor],
        kind=kind,
        key=f"{kind.name}:{review.pk}:{review.state}",
        target=review.submission,
        at=at,
        text=text,
        **words,
    )
