"""A second person's review of a draft: asked for, commented, decided; and what a course asks for before it is published."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, are_apart
from core.forms.form_keys import first_result
from core.refusals import Conflict
from courses.actions.content import lock_draft
from courses.kinds import REVIEW_ASKED, REVIEW_DECIDED, REVIEW_WITHDRAWN
from courses.lessons.draft_text import text_of
from courses.models import Course, DraftReview, Lesson, LessonComment, Release
from courses.states import DRAFT_REVIEW_FLOW, DraftReviewState
from notifications.actions import notify


class CannotReview(Conflict):
    """This person cannot review the draft; the text says why."""


class NoWordsForAuthors(Conflict):
    """A review that asks for changes says which."""

    def __init__(self) -> None:
        super().__init__(_("Say what to change, here or in a comment on a lesson."))


class ChangedMeanwhile(Conflict):
    """The draft was changed while its reviewer was reading it. ``text`` names what it says now."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _("The draft was changed since you opened this page. Look at it again, then decide.")
        )


@transaction.atomic
def require_review(*, course: Course, is_needed: bool) -> None:
    """Say whether a second person approves each version of the course. What is published stays so."""
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    course.needs_review = is_needed
    course.save(update_fields=["needs_review"])


@transaction.atomic
def ask_for_review(
    *, release: Release, reviewer: User, by: User, at: dt.datetime, message: str = ""
) -> DraftReview:
    """Ask another person who may read the draft to review it, and tell them.

    A review that still waits is the answer to a second click. Raises ``CannotReview`` for oneself, for somebody who may not
    read the draft, and where one has blocked the other; ``ReleaseFrozen`` once it is published.
    """
    release = lock_draft(release)
    if reviewer == by:
        raise CannotReview(_("Someone else must review what you have written."))
    readers = Course.objects.draft_read_by(reviewer).filter(pk=release.course_id)
    if not reviewer.is_active or are_apart(by, reviewer) or not readers.exists():
        raise CannotReview(_("Choose someone who writes or reviews this course."))
    waiting = DraftReview.objects.waiting_for(reviewer).filter(release=release).first()
    if waiting is not None:
        return waiting
    review = DraftReview.objects.create(
        release=release, asked_by=by, reviewer=reviewer, message=message, asked_at=at
    )
    notify(
        recipients=[reviewer],
        kind=REVIEW_ASKED,
        key=f"{REVIEW_ASKED.name}:{review.pk}",
        target=review,
        at=at,
        text=message,
        person=by.full_name,
    )
    return review


@transaction.atomic
def withdraw_review(*, review: DraftReview, by: User, at: dt.datetime) -> None:
    """Take back what was asked, and tell the reviewer. Repeats safely; raises ``TransitionNotAllowed`` once it is decided."""
    review = DraftReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.state == DraftReviewState.WITHDRAWN:
        return
    DRAFT_REVIEW_FLOW.make("withdraw", review, actor=by, at=at)
    notify(
        recipients=[person for person in [review.reviewer] if person != by],
        kind=REVIEW_WITHDRAWN,
        key=f"{REVIEW_WITHDRAWN.name}:{review.pk}",
        target=review.release.course,
        at=at,
    )


@transaction.atomic
def decide_review(
    *, review: DraftReview, is_approved: bool, words: str, seen: str, by: User, at: dt.datetime
) -> DraftReview:
    """Approve the draft as it is, or ask for changes, and tell who asked.

    ``seen`` is what ``text_of`` gave when the reviewer opened the page. Raises ``ChangedMeanwhile`` where it says something
    else by now, ``NoWordsForAuthors`` for changes without a word, ``CannotReview`` for another person,
    ``TransitionNotAllowed`` once it is decided, and ``ReleaseFrozen``.
    """
    release = lock_draft(review.release_id)
    review = DraftReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    review.release = release
    if review.reviewer_id != by.pk:
        raise CannotReview(_("Someone else was asked for this review."))
    move = "approve" if is_approved else "ask_for_changes"
    if DRAFT_REVIEW_FLOW.leads_here(move, review) and review.words == words:
        return review
    text = text_of(release)
    if is_approved and text != seen:
        raise ChangedMeanwhile(text)
    if not is_approved and not words and not _has_open_comments(review):
        raise NoWordsForAuthors
    DRAFT_REVIEW_FLOW.make(move, review, actor=by, at=at)
    review.words, review.decided_at = words, at
    review.text = text if is_approved else ""
    review.save(update_fields=["words", "decided_at", "text"])
    notify(
        recipients=[review.asked_by],
        kind=REVIEW_DECIDED,
        key=f"{REVIEW_DECIDED.name}:{review.pk}",
        target=review,
        at=at,
        text=words,
        person=by.full_name,
    )
    return review


def _has_open_comments(review: DraftReview) -> bool:
    mine = LessonComment.objects.open().filter(author=review.reviewer_id)
    return mine.filter(lesson__module__release=review.release_id).exists()


@transaction.atomic
def comment_on_lesson(
    *, lesson: Lesson, words: str, by: User, key: uuid.UUID, at: dt.datetime
) -> LessonComment:
    """Say something to the authors about a lesson of the draft. The same ``key`` gives the first one again."""
    lock_draft(lesson.module.release_id)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = LessonComment.objects.filter(author=by)
    if first := first_result(mine, key, words=words):
        return first
    return LessonComment.objects.create(
        lesson=lesson, author=by, words=words, form_key=key, made_at=at
    )


@transaction.atomic
def settle_comment(*, comment: LessonComment, is_settled: bool, by: User, at: dt.datetime) -> None:
    """Mark a comment as done, or open it again. Repeats safely."""
    comment = LessonComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if (comment.settled_at is not None) == is_settled:
        return
    comment.settled_at, comment.settled_by = (at, by) if is_settled else (None, None)
    comment.save(update_fields=["settled_at", "settled_by"])
