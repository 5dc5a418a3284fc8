"""The page of an indicator lists the lessons that draw on it, as far as its reader may see them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.actions.content import edit_lesson
from courses.actions.excerpts.exercises import add_exercise
from courses.actions.releases import begin_draft, publish_release
from courses.excerpts.exercises import Tolerance
from courses.indicator_parts import lessons_with
from courses.models import Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from indicators.catalogue.models import Indicator
from tests.courses.gradients import LINE, gradient, put_figure

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def drawing_course(author, *, shows=True, asks=False, publishes=True):
    course = CourseFactory(is_published=False, by=author, texts=1, quiz=True)
    release = course.releases.get()
    put_figure(release)
    text = Lesson.objects.get(module__release=release, kind="text")
    if shows:
        edit_lesson(lesson=text, body="Look:\n\n{{figure: cold }}")
    if asks:
        quiz = Lesson.objects.select_related("module").get(module__release=release, kind="quiz")
        add_exercise(lesson=quiz, figures=LINE, measure="ratio", is_size=False, tolerance=Tolerance(Decimal(1)), prompt="Ratio?")  # fmt: skip
    if publishes:
        publish_release(release=release, by=author, at=NOW)
    return course


def told(user=None):
    part = lessons_with(user or UserFactory(), Indicator.objects.get(code="cold-homes"))
    return [(line.title, line.about) for line in part.lines]


def titles(course, *kinds):
    release = course.releases.current().get()
    lessons = Lesson.objects.filter(module__release=release, kind__in=kinds).in_order()
    return [(lesson.title, course.title) for lesson in lessons]


def test_lessons_that_show_or_ask_are_listed_and_drafts_are_not(author, django_assert_num_queries):
    gradient()
    shows, asks = drawing_course(author), drawing_course(author, shows=False, asks=True)
    drawing_course(author, shows=False)
    drawing_course(author, publishes=False)
    begin_draft(course=shows, at=NOW + dt.timedelta(days=1))
    reader = UserFactory()
    indicator = Indicator.objects.get(code="cold-homes")

    with django_assert_num_queries(1):
        part = lessons_with(reader, indicator)

    expected = [*titles(shows, "text"), *titles(asks, "quiz")]
    assert sorted((line.title, line.about) for line in part.lines) == sorted(expected)
    assert told(author) == told(reader)


def test_a_version_that_no_longer_shows_it_is_not_listed(author):
    course = drawing_course(author)
    draft = begin_draft(course=course, at=NOW)
    text = Lesson.objects.get(module__release=draft, kind="text")
    edit_lesson(lesson=text, body="No figure any more.")
    publish_release(release=draft, by=author, at=NOW)

    assert told() == []


def test_the_page_of_the_indicator_shows_them(client, author):
    course = drawing_course(author)

    page = client.get("/indicators/cold-homes/").content.decode()

    (lesson,) = Lesson.objects.filter(module__release__course=course, kind="text").select_related(
        "module__release__course"
    )
    assert "Lessons with these figures" in page
    assert f'href="{lesson.get_absolute_url()}"' in page
