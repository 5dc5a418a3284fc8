"""Who may still open what submissions tell people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Role
from courses.models import Course, LessonCitation
from courses.models.content import AUTHOR_ROLES
from library.catalogue.models import Record
from notifications.conditions import is_current, may_open
from submissions import kinds
from submissions.models import CoAuthor, CoAuthorAnswer, Placement, Review, Submission, Triage
from submissions.states import OPEN_REVIEW, ReviewState, SubmissionState, TriageState

_READER = OuterRef("recipient")
_TO_EDITOR = (
    *(kinds.SUBMITTED, kinds.RESUBMITTED, kinds.ASSIGNED, kinds.WITHDRAWN),
    *(kinds.REVIEW_ANSWERED, kinds.REVIEW_DELIVERED, kinds.REVIEW_LATE),
)
_TO_AUTHOR = (kinds.CHANGES_REQUESTED, kinds.CHANGES_REMINDER, kinds.ACCEPTED, kinds.DECLINED)
_TO_REVIEWER = (kinds.REVIEW_INVITED, kinds.REVIEW_CANCELLED, kinds.REVIEW_REMINDER)


def _is_editor() -> Exists:
    people = User.objects.filter(pk=OuterRef(_READER))
    return Exists(
        people.filter(Q(groups__name__in=[Role.EDITOR, Role.ADMINISTRATOR]) | Q(is_superuser=True))
    )


@may_open(*_TO_EDITOR)
def submissions_on_desk() -> QuerySet[Submission]:
    """Describe the submissions of others, where the reader is an editor."""
    sent_in = Submission.objects.exclude(state=SubmissionState.DRAFT)
    return sent_in.filter(_is_editor()).exclude(author=_READER)


@is_current(kinds.SUBMITTED)
def submissions_without_editor(moment: dt.datetime) -> QuerySet[Submission]:
    """Describe submissions that no editor has taken."""
    return Submission.objects.filter(state=SubmissionState.SUBMITTED, editor=None)


@is_current(
    *(kinds.RESUBMITTED, kinds.ASSIGNED),
    *(kinds.REVIEW_ANSWERED, kinds.REVIEW_DELIVERED, kinds.REVIEW_LATE),
)
def submissions_to_handle(moment: dt.datetime) -> QuerySet[Submission]:
    """Describe open submissions of which the reader is the editor."""
    return Submission.objects.open().filter(editor=_READER)


@may_open(kinds.CO_AUTHOR_DENIED)
def submissions_of_author_or_editor() -> QuerySet[Submission]:
    """Describe the reader's own submissions; those of others, where the reader is an editor."""
    return Submission.objects.filter(Q(author=_READER) | Q(_is_editor()))


@may_open(*_TO_AUTHOR)
def own_submissions() -> QuerySet[Submission]:
    """Describe submissions whose author the reader is."""
    return Submission.objects.filter(author=_READER)


@is_current(kinds.CHANGES_REQUESTED, kinds.CHANGES_REMINDER)
def submissions_to_change(moment: dt.datetime) -> QuerySet[Submission]:
    """Describe submissions that wait for changes by their author."""
    return Submission.objects.filter(state=SubmissionState.CHANGES_REQUESTED)


@may_open(*_TO_REVIEWER)
def own_reviews() -> QuerySet[Review]:
    """Describe reviews for which the reader was asked."""
    return Review.objects.filter(reviewer=_READER)


@is_current(kinds.REVIEW_INVITED)
def reviews_to_answer(moment: dt.datetime) -> QuerySet[Review]:
    """Describe reviews whose reviewer has not answered."""
    return Review.objects.filter(state=ReviewState.INVITED)


@is_current(kinds.REVIEW_REMINDER)
def reviews_to_write(moment: dt.datetime) -> QuerySet[Review]:
    """Describe reviews that are neither submitted nor cancelled."""
    return Review.objects.filter(state__in=OPEN_REVIEW)


@may_open(kinds.LEARNING_PLACED)
def own_works_in_library() -> QuerySet[Triage]:
    """Describe the triage of works in the library that the reader wrote, alone or as a confirmed co-author."""
    confirmed = CoAuthor.objects.filter(
        submission=OuterRef("submission"), user=OuterRef(_READER), answer=CoAuthorAnswer.YES
    )
    return Triage.objects.filter(
        Q(submission__author=_READER) | Exists(confirmed),
        submission__record__in=Record.objects.published(),
    )


@is_current(kinds.LEARNING_PLACED)
def works_still_placed(moment: dt.datetime) -> QuerySet[Triage]:
    """Describe works that are placed, as far as readers can see."""
    placed = Placement.objects.readable().filter(submission=OuterRef("submission"))
    return Triage.objects.filter(Exists(placed), state=TriageState.PLACED)


@may_open(kinds.LEARNING_IN_LESSON)
def evidence_of_courses() -> QuerySet[LessonCitation]:
    """Describe further evidence in the lessons of courses that the reader facilitates; in all of them for staff."""
    roles = User.groups.through.objects.filter(user=OuterRef(_READER), group__name__in=AUTHOR_ROLES)
    named = Course.facilitators.through.objects.filter(
        user=OuterRef(_READER), course=OuterRef("lesson__module__release__course")
    )
    return LessonCitation.objects.filter(Exists(roles) | Exists(named), added_on__isnull=False)
