"""Recording a lesson as done, and completing the course with the last one."""

import datetime as dt

from core.announcements import announce
from courses.actions.certificates import issue_certificate
from courses.models import Enrolment, Lesson, LessonCompletion
from courses.refusals import NotLearning
from courses.signals import course_completed
from courses.states import ENROLMENT_FLOW, GONE, EnrolmentState


def lock_enrolment(enrolment: Enrolment, lesson: Lesson) -> Enrolment:
    """Lock the learner's place, so that two tabs take turns. Raises ``NotLearning``."""
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("release__course", "user")
        .get(pk=enrolment.pk)
    )
    is_of_release = Lesson.objects.of(locked.release).filter(pk=lesson.pk).exists()
    if locked.state in GONE or not is_of_release:
        raise NotLearning
    return locked


def record_completion(enrolment: Enrolment, lesson: Lesson, *, at: dt.datetime) -> None:
    """Record when the lesson was first done."""
    LessonCompletion.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"completed_at": at}
    )


def complete_if_done(enrolment: Enrolment, *, at: dt.datetime) -> bool:
    """Complete the course, once, when no required lesson of its release is left to do."""
    if enrolment.state != EnrolmentState.ACTIVE:
        return False
    done = LessonCompletion.objects.filter(enrolment=enrolment).values("lesson")
    if Lesson.objects.of(enrolment.release).required().exclude(pk__in=done).exists():
        return False
    enrolment.completed_at = at
    enrolment.save(update_fields=["completed_at"])
    ENROLMENT_FLOW.make("complete", enrolment, actor=enrolment.user, at=at)
    issue_certificate(enrolment=enrolment, at=at)
    announce(course_completed, Enrolment, enrolment_id=enrolment.pk)
    return True
