"""Enrolling, doing lessons, completing a course."""

import datetime as dt

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from courses.actions.authoring.people import forget_authorships
from courses.actions.completion import complete_if_done, lock_enrolment, record_completion
from courses.actions.coursework.forgetting import forget_coursework
from courses.actions.places import fill_from_waiting_list, lock_cohorts_of, lock_texts
from courses.actions.progress import store_progress
from courses.models import (
    Cohort,
    Course,
    Enrolment,
    Lesson,
    Programme,
    QuizDraft,
    Release,
    WaitingPlace,
)
from courses.models.learning import courses_before
from courses.refusals import EnrolmentClosed, LessonNotDone
from courses.states import ENROLMENT_FLOW, CourseState, EnrolmentState, LessonKind


class CourseNeeded(Conflict):
    """Another course has to be completed before somebody can enrol."""

    def __init__(self, titles: str) -> None:
        super().__init__(format_lazy(_("Complete this first, then enrol: {}."), titles))


@transaction.atomic
def enrol(*, user: User, course: Course, at: dt.datetime) -> Enrolment:
    """Give the user a place in the current release of the course.

    Repeats safely: someone who is learning keeps their place, whatever has been published since.
    Someone who left comes back to where they were; someone who completed an older release gets a
    place in the current one. Raises ``EnrolmentClosed`` when nothing is
    published or the course is archived, and ``CourseNeeded`` for somebody who was never in it and has not completed
    a course that comes before.
    """
    release = Release.objects.current().select_for_update().filter(course=course).first()
    if release is None:
        raise EnrolmentClosed
    # Read after the lock: whoever took the course back or closed it held it before.
    release.course = Course.objects.get(pk=course.pk)
    mine = Enrolment.objects.filter(user=user, release__course=course).newest_first()
    latest = mine.select_related("release__course", "user").first()
    is_active = latest is not None and latest.state == EnrolmentState.ACTIVE
    if release.course.state != CourseState.PUBLISHED and not is_active:
        raise EnrolmentClosed
    if latest is None:
        check_courses_before(user, course)
    if latest is None or (
        latest.state == EnrolmentState.COMPLETED and latest.release_id != release.pk
    ):
        enrolment = Enrolment.objects.create(user=user, release=release, enrolled_at=at)
        store_progress(enrolment)
        return enrolment
    if latest.state == EnrolmentState.LEFT:
        ENROLMENT_FLOW.make("return", latest, actor=user, at=at)
        # The place in their cohort was given back when they left.
        latest.cohort = None
        latest.save(update_fields=["cohort"])
    return latest


def check_courses_before(user: User, course: Course) -> None:
    """Raise ``CourseNeeded`` unless the person has completed every course that has to come before this one."""
    if needed := courses_before(user, course):
        raise CourseNeeded(", ".join(one.title for one in needed))


@transaction.atomic
def leave_course(*, enrolment: Enrolment, by: User | None, at: dt.datetime) -> Enrolment:
    """End the enrolment; what was done stays on record and counts again on return.

    A place in a cohort goes to the first on its waiting list. Raises ``TransitionNotAllowed`` unless the learner
    is learning.
    """
    cohorts = lock_cohorts_of([enrolment])
    for cohort in cohorts:
        # Before the place, as whoever gets the next one needs it after.
        lock_texts(cohort)
    ENROLMENT_FLOW.make("leave", enrolment, actor=by, at=at)
    for cohort in cohorts:
        fill_from_waiting_list(cohort, at=at)
    return enrolment


@transaction.atomic
def complete_lesson(*, enrolment: Enrolment, lesson: Lesson, at: dt.datetime) -> Enrolment:
    """Record that the learner has done the lesson; repeats safely.

    With the last lesson the course is completed and its certificate exists. Raises ``NotLearning``
    for someone who left or a lesson of another release, and ``LessonNotDone`` for a quiz that is not
    passed, a plan that is not finished, and a lesson that is done by writing, and ``LessonClosed``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    if lesson.kind == LessonKind.QUIZ and not _has_passed(enrolment, lesson):
        raise LessonNotDone(_("A quiz is done when you pass it."))
    if lesson.kind == LessonKind.PLAN and not _has_finished_plan(enrolment):
        raise LessonNotDone(_("This lesson is done when you finish your action plan."))
    if lesson.kind == LessonKind.LIVE:
        raise LessonNotDone(
            _(
                "A live session is done when you have attended one, or confirmed what you did instead."
            )
        )
    if lesson.kind == LessonKind.ASSIGNMENT:
        raise LessonNotDone(_("An assignment is done when it has been accepted."))
    if lesson.kind == LessonKind.SURVEY:
        raise LessonNotDone(_("A survey is done when you have answered it."))
    if lesson.kind == LessonKind.REFLECTION:
        raise LessonNotDone(_("A reflection is done when you have written a few sentences."))
    record_completion(enrolment, lesson, at=at)
    complete_if_done(enrolment, at=at)
    return enrolment


def _has_passed(enrolment: Enrolment, lesson: Lesson) -> bool:
    return enrolment.attempts.filter(lesson=lesson, is_passed=True).exists()


def _has_finished_plan(enrolment: Enrolment) -> bool:
    return enrolment.plans.finished().exists()


@transaction.atomic
def leave_all_courses(*, user: User, at: dt.datetime) -> int:
    """End all enrolments of a closed account, and its work as a facilitator. Repeats safely.

    What they did stays, as do the certificates they may have shown to others. What they wrote is erased.
    """
    active = Enrolment.objects.filter(user=user).active()
    cohorts = lock_cohorts_of(active)
    for cohort in cohorts:
        lock_texts(cohort)
    WaitingPlace.objects.filter(user=user).delete()
    for enrolment in active:
        ENROLMENT_FLOW.make("leave", enrolment, actor=None, at=at)
    for cohort in cohorts:
        fill_from_waiting_list(cohort, at=at)
    Cohort.facilitators.through.objects.filter(user=user).delete()
    QuizDraft.objects.filter(enrolment__user=user).delete()
    forget_coursework(user=user)
    Course.facilitators.through.objects.filter(user=user).delete()
    forget_authorships(user=user)
    Programme.authors.through.objects.filter(user=user).delete()
    return len(active)
