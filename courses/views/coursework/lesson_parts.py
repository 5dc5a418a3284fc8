"""What stands below the text of a lesson in which learners write."""

from django.urls import reverse

from courses.forms.coursework.reflections import ReflectionForm
from courses.models import Enrolment, Lesson, Reflection
from courses.states import LessonKind


def coursework_part(enrolment: Enrolment, lesson: Lesson) -> dict[str, object]:
    """Return the context of the part, with its template as ``part``; nothing for a lesson that is only read."""
    if lesson.kind == LessonKind.REFLECTION:
        return {
            "part": "courses/coursework/_reflection.html",
            "form": ReflectionForm(
                instance=reflection_of(enrolment, lesson), address=reflection_address(lesson)
            ),
        }
    return {}


def reflection_of(enrolment: Enrolment, lesson: Lesson) -> Reflection:
    """Return what the learner wrote in the lesson, or an empty reflection."""
    kept = Reflection.objects.filter(enrolment=enrolment, lesson=lesson).first()
    return kept or Reflection(enrolment=enrolment, lesson=lesson)


def reflection_address(lesson: Lesson) -> str:
    """Return where the form of the reflection is sent to; load ``module__release__course`` with the lesson."""
    return reverse("courses:reflection_write", args=lesson.address_words)
