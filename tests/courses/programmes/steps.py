"""What the tests of programmes do and read again and again."""

from django.urls import reverse
from django.utils import timezone

from courses.actions.learning import complete_lesson
from courses.models import (
    Lesson,
    ProgrammeCourse,
)
from demo.factories.courses import EnrolmentFactory

NOW = timezone.now()


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def do(course, user, *, at=NOW):
    """Take a course and do all its lessons."""
    enrolment = EnrolmentFactory(course=course, user=user, at=at)
    for lesson in Lesson.objects.of(enrolment.release).in_order():
        complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
    enrolment.refresh_from_db()
    return enrolment


def order(programme):
    return [
        (str(part.course), part.is_required)
        for part in ProgrammeCourse.objects.filter(programme=programme).in_order()
    ]
