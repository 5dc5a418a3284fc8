"""A second, short course, in which learners write: for themselves, and for those who read it."""

from courses.actions.coursework.reflections import save_reflection
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson, enrol
from courses.actions.releases import publish_release
from courses.importing import read_course
from courses.models import Enrolment, Lesson, Release
from courses.states import LessonKind
from demo.story.stage import DATA, Stage

# What each learner wrote for themselves, and whether the facilitators read it.
REFLECTIONS = {
    "learner": ("", False),
    "liam": (
        "Everybody in the room had a car. The bus that the decision was about runs past my window, and I have "
        "never asked anybody on it.",
        True,
    ),
    "rosa": (
        "We met at ten in the morning on a weekday. Nobody who works in the warehouses could have come.",
        False,
    ),
}


def learn_by_writing(stage: Stage) -> None:
    """Publish the course, and let three people learn in it."""
    author = stage.people["facilitator"]
    at = stage.ago(40)
    course = import_course(data=read_course(DATA / "listening-before-you-plan"), by=author, at=at)
    publish_release(release=Release.objects.get(course=course), by=author, at=at)
    course.refresh_from_db()
    for number, (key, (words, is_shared)) in enumerate(REFLECTIONS.items()):
        days = 20 - number
        enrolment = enrol(user=stage.people[key], course=course, at=stage.ago(days))
        _lesson_by_lesson(stage, enrolment, words, days=days, is_shared=is_shared)


def _lesson_by_lesson(
    stage: Stage, enrolment: Enrolment, words: str, *, days: int, is_shared: bool
) -> None:
    for lesson in Lesson.objects.of(enrolment.release).select_related("module").in_order():
        at = stage.ago(days - 1, hour=17)
        if lesson.kind == LessonKind.TEXT:
            complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
        elif lesson.kind == LessonKind.REFLECTION and words:
            save_reflection(
                enrolment=enrolment, lesson=lesson, words=words, is_shared=is_shared, at=at
            )
