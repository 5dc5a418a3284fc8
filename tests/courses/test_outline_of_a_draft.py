"""Lessons and modules of a draft are put in another place."""

import pytest
from django.utils import timezone

from courses.actions.content import place_lesson, place_module
from courses.models import Lesson, Module
from courses.refusals import ReleaseFrozen
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, LessonFactory, ModuleFactory
from demo.factories.courses import publish_release as publish
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(author):
    course = CourseFactory(is_published=False, by=author, texts=0)
    first = course.releases.get().modules.get()
    second = ModuleFactory(release=first.release, title="Second")
    for module, titles in ((first, "ABC"), (second, "DE")):
        for title in titles:
            LessonFactory(module=module, title=title)
    return course


def outline(course):
    return [
        "".join(module.lessons.order_by("position").values_list("title", flat=True))
        for module in Module.objects.filter(release__course=course).in_order()
    ]


def lesson(title):
    return Lesson.objects.select_related("module").get(title=title)


@pytest.mark.parametrize(
    ("moved", "module", "before", "after"),
    [
        ("A", 0, "C", ["BAC", "DE"]),
        ("C", 0, "A", ["CAB", "DE"]),
        ("A", 1, "E", ["BC", "DAE"]),
        ("A", 1, None, ["BC", "DEA"]),
        ("A", 0, None, ["BCA", "DE"]),
        ("A", 1, "B", ["BC", "DEA"]),
    ],
)
def test_a_lesson_goes_before_another_one_or_to_the_end(
    client, course, moved, module, before, after
):
    there = list(Module.objects.in_order())[module]
    words = {"module": there.pk, "before": lesson(before).pk if before else ""}
    page = address("lesson_place", course.slug, lesson(moved).pk)

    done = [client.post(page, words) for _click in range(2)]

    assert outline(course) == after
    assert {answer.url for answer in done} == {
        f"{address('teach_course', course.slug)}#lesson-{lesson(moved).pk}"
    }


def test_a_module_goes_before_another_one_and_scripts_get_words(client, course):
    first, second = Module.objects.in_order()
    page = address("module_place", course.slug, second.pk)

    told = client.post(page, {"before": first.pk}, headers={"accept": "application/json"})

    assert outline(course) == ["DE", "ABC"]
    assert told.json() == {"message": "“Second” was moved."}


def test_an_address_that_is_taken_makes_room(course):
    second = Module.objects.in_order()[1]
    twin = LessonFactory(module=second, title="A")

    moved = place_lesson(lesson=Lesson.objects.exclude(pk=twin.pk).get(title="A"), module=second)

    assert (twin.slug, moved.slug) == ("a", "a-2")


def test_published_outlines_stay_and_other_courses_are_out_of_reach(client, author, course):
    other = CourseFactory(is_published=False, texts=1).releases.get().modules.get()
    page = address("lesson_place", course.slug, lesson("A").pk)
    elsewhere = client.post(page, {"module": other.pk}).status_code
    nowhere = client.post(page, {"module": "x"}).status_code
    publish(release=course.releases.get(), by=author, at=timezone.now())
    first, second = Module.objects.filter(release__course=course).in_order()

    for act in (
        lambda: place_lesson(lesson=lesson("A"), module=second),
        lambda: place_module(module=first),
    ):
        with pytest.raises(ReleaseFrozen):
            act()
    client.force_login(UserFactory())

    assert (elsewhere, nowhere) == (404, 404)
    assert client.post(page, {"module": second.pk}).status_code == 403
    assert outline(course) == ["ABC", "DE"]
