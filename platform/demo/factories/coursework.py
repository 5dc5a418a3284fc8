"""Made-up assignments and work for tests and for the demo, made by the courses' own actions."""

import uuid
from typing import Any

from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.actions.coursework.handing_in import hand_in
from courses.actions.coursework.rubrics import add_criterion, edit_assignment
from courses.actions.releases import publish_release
from courses.models import Course, HandIn, Lesson
from courses.states import LessonKind
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory

LEVELS = [[0, "Nobody is named."], [2, "One group is named."], [4, "Several groups are named."]]


def assignment_lesson(course: Course) -> Lesson:
    """Return the assignment of the newest release of a course, with all that its address needs."""
    lessons = Lesson.objects.filter(
        kind=LessonKind.ASSIGNMENT,
        module__release__course=course,
        module__release__superseded_at=None,
    )
    return lessons.select_related("module__release__course").get()


class AssignmentCourseFactory(DjangoModelFactory):
    """A published course of one text and an assignment with two criteria; ``takes_files`` and the like change it."""

    class Meta:
        model = Course

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Course:
        names = ("takes_text", "takes_files", "takes_link", "points_needed")
        usual = {"takes_text": True, "takes_files": True, "takes_link": True, "points_needed": 0}
        taken = {name: fields.pop(name, usual[name]) for name in names}
        course = CourseFactory(texts=1, is_published=False, **fields)
        release = course.releases.get()
        lesson = LessonFactory(
            module=release.modules.get(), kind=LessonKind.ASSIGNMENT, title="Who is heard"
        )
        edit_assignment(lesson=lesson, **taken)
        for title in ("Who is missing", "How you ask"):
            add_criterion(lesson=lesson, title=title, levels=LEVELS)
        publish_release(release=release, by=course.facilitators.get(), at=timezone.now())
        course.refresh_from_db()
        return course


class HandInFactory(DjangoModelFactory):
    """Work that waits to be graded, of a new learner unless ``user`` is given."""

    class Meta:
        model = HandIn

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> HandIn:
        course = fields.pop("course", None) or AssignmentCourseFactory()
        learner = {"user": fields.pop("user")} if "user" in fields else {}
        at = fields.pop("at", None) or timezone.now()
        enrolment = fields.pop("enrolment", None) or EnrolmentFactory(course=course, **learner)
        text = fields.pop(
            "text", "We asked the drivers of bus 14, who are on the road when we meet."
        )
        return hand_in(
            enrolment=enrolment,
            lesson=assignment_lesson(course),
            text=text,
            key=uuid.uuid4(),
            at=at,
            **fields,
        )
