"""Courses that come before a course, and what course folders say of prerequisites."""

import uuid

import pytest
from django.urls import reverse

from courses.actions.authoring.prerequisites import (
    CoursesInCircle,
    set_courses_before,
)
from courses.actions.cohorts.joining import join_cohort
from courses.actions.course_states import copy_course
from courses.actions.importing import import_course
from courses.actions.learning import CourseNeeded, complete_lesson, enrol
from courses.importing import CourseDataError
from courses.models import (
    CoursePrerequisite,
    Lesson,
)
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from tests.courses.prerequisites.drafts import NOW


@pytest.mark.django_db
def test_a_course_that_must_come_first_keeps_newcomers_out_and_nobody_else(sign_in):
    first, course = CourseFactory(texts=1), CourseFactory(texts=1)
    there = EnrolmentFactory(course=course)
    set_courses_before(course=course, required=[first.pk])
    user = UserFactory()
    cohort = CohortFactory(course=course)

    with pytest.raises(CourseNeeded):
        enrol(user=user, course=course, at=NOW)
    with pytest.raises(CourseNeeded):
        join_cohort(cohort=cohort, user=user, at=NOW)
    page = sign_in(user).get(course.get_absolute_url()).content.decode()
    assert f"First complete: {first}" in page
    assert enrol(user=there.user, course=course, at=NOW) == there

    place = enrol(user=user, course=first, at=NOW)
    lesson = Lesson.objects.of(place.release).get()
    complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    assert enrol(user=user, course=course, at=NOW).release.course == course


@pytest.mark.django_db
def test_advice_keeps_nobody_out_and_circles_are_refused(client):
    first, second, third = CourseFactory.create_batch(3, texts=1)
    set_courses_before(course=second, required=[first.pk])
    set_courses_before(course=third, required=[second.pk], advised=[first.pk])

    with pytest.raises(CoursesInCircle):
        set_courses_before(course=first, required=[third.pk])
    set_courses_before(course=first, advised=[third.pk])
    enrol(user=UserFactory(), course=first, at=NOW)
    client.force_login(first.facilitators.get())
    address = reverse("courses:courses_before", args=[first.slug])
    refused = client.post(address, {"required": [third.pk]})

    assert "itself requires this course" in refused.content.decode()
    copy = copy_course(course=third, by=third.facilitators.get(), key=uuid.uuid4(), at=NOW)
    rows = CoursePrerequisite.objects.filter(course=copy).in_order()
    assert [(row.needed, row.is_required) for row in rows] == [(second, True), (first, False)]


def in_files(**lesson):
    text = {"title": "Text", "body": "Words."}
    return {
        "slug": "from-files",
        "title": "From files",
        "summary": "S",
        "outcomes": ["Do"],
        "modules": [
            {"title": "A", "lessons": ["one"]},
            {"title": "B", "lessons": ["two", "three"]},
        ],
        "lessons": {"one": text, "two": text, "three": {**text, **lesson}},
    }


@pytest.mark.django_db
def test_files_name_optional_lessons_and_what_comes_before():
    before = CourseFactory()
    data = in_files(optional=True, needs=["two", "module 1"])
    data["before"] = [{"course": before.slug, "required": True}]

    course = import_course(data=data, by=UserFactory(), at=NOW)

    lesson = Lesson.objects.get(slug="three", module__release__course=course)
    assert not lesson.is_required
    ties = lesson.prerequisites.order_by("pk")
    assert [str(tie.needed_lesson or tie.needed_module) for tie in ties] == ["Text", "A"]
    assert course.prerequisites.get().needed == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"needs": ["four"]}, "three.md: needs: There is no other lesson “four”."),
        ({"needs": ["module 2"]}, "three.md: needs: Name a module that comes before"),
        ({"optional": "yes please"}, "three.md: optional: Write true or false."),
    ],
)
def test_files_with_what_cannot_be_met_are_refused(words, problem):
    with pytest.raises(CourseDataError) as refused:
        import_course(data=in_files(**words), by=UserFactory(), at=NOW)

    assert problem in str(refused.value)
