"""Recording a lesson as done, and completing the course with the last one."""

import datetime as dt

from core.announcements import announce
from core.refusals import Conflict
from courses.actions.certificates import issue_certificate
from courses.actions.programmes.completing import complete_programmes
from courses.actions.progress import store_progress
from courses.models import Enrolment, Lesson, LessonCompletion
from courses.progress.closed_lessons import what_comes_before, words_of
from courses.progress.stored import progress_of
from courses.progress.table_of_contents import table_of_contents
from courses.refusals import NotLearning
from courses.signals import course_completed
from courses.states import ENROLMENT_FLOW, GONE, EnrolmentState


class LessonClosed(Conflict):
    """Something else has to be done before the lesson opens."""


def lock_enrolment(
    enrolment: Enrolment, lesson: Lesson, *, passes_prerequisites: bool = False
) -> Enrolment:
    """Lock the learner's place, so that two tabs take turns.

    Raises ``NotLearning``, and ``LessonClosed`` while something else has to be done first, which staff may pass.
    """
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("release__course", "user")
        .get(pk=enrolment.pk)
    )
    table = table_of_contents(locked.release)
    if locked.state in GONE or lesson.pk not in table.keys:
        raise NotLearning
    if lesson.pk in table.needed and not passes_prerequisites:
        done = progress_of(locked).done_lessons
        if before := what_comes_before(table, lesson, done):
            raise LessonClosed(words_of(before))
    return locked


def record_completion(enrolment: Enrolment, lesson: Lesson, *, at: dt.datetime) -> None:
    """Record when the lesson was first done, and how far the learner now is. The enrolment is locked."""
    done = LessonCompletion(enrolment=enrolment, lesson=lesson, completed_at=at)
    LessonCompletion.objects.bulk_create([done], ignore_conflicts=True)
    store_progress(enrolment)


def complete_if_done(enrolment: Enrolment, *, at: dt.datetime) -> bool:
    """Complete the course, once, when no required lesson of its release is left to do; store the progress before."""
    if enrolment.state != EnrolmentState.ACTIVE or enrolment.progress.next_lesson_id is not None:
        return False
    enrolment.completed_at = at
    enrolment.save(update_fields=["completed_at"])
    ENROLMENT_FLOW.make("complete", enrolment, actor=enrolment.user, at=at)
    issue_certificate(enrolment=enrolment, at=at)
    complete_programmes(enrolment, at=at)
    announce(course_completed, Enrolment, enrolment_id=enrolment.pk)
    return True
