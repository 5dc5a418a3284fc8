"""Addresses of lessons: they stay, and an old one leads to the new one."""

import pytest
from django.utils import timezone

from courses.actions.content import add_module, edit_lesson, edit_module, move_lesson
from courses.actions.learning import enrol
from courses.actions.releases import begin_draft, create_course, publish_release
from courses.models import Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db


def test_a_save_leaves_the_address_alone(client, author):
    lesson = LessonFactory(title="What is a gradient?", slug="gradient")
    page = address("lesson_edit", lesson.module.release.course.slug, lesson.pk)

    client.post(page, {"title": lesson.title, "minutes": "7", "body": "Other."})
    client.post(page, {"title": "What a gradient is", "minutes": "7", "body": "Other."})

    lesson.refresh_from_db()
    assert (lesson.slug, lesson.minutes, lesson.title) == ("gradient", 7, "What a gradient is")


def test_a_new_address_is_taken_when_it_is_wanted(client, author):
    lesson = LessonFactory(title="What is a gradient?", slug="gradient")
    page = address("lesson_edit", lesson.module.release.course.slug, lesson.pk)

    client.post(page, {"title": "Steps", "minutes": "7", "body": "Other.", "new_address": "on"})

    lesson.refresh_from_db()
    assert lesson.slug == "steps"


def test_a_moved_lesson_keeps_its_own_word_where_that_is_free():
    lesson = LessonFactory(title="Steps", slug="gradient")
    other = add_module(release=lesson.module.release, title="Later")

    move_lesson(lesson=lesson, step=1)

    lesson.refresh_from_db()
    assert (lesson.module, lesson.slug) == (other, "gradient")


def test_addresses_of_another_release_lead_to_the_same_lesson_of_ones_own(client):
    course = CourseFactory(texts=2)
    old = EnrolmentFactory(course=course)
    draft = begin_draft(course=course, at=timezone.now())
    renamed, kept = Lesson.objects.of(draft).in_order().select_related("module")
    edit_lesson(lesson=renamed, title="Renamed", new_address=True)
    edit_module(module=renamed.module, title="Counting", summary="", new_address=True)
    publish_release(release=draft, by=course.facilitators.get(), at=timezone.now())
    new = enrol(user=UserFactory(), course=course, at=timezone.now())
    before, after = [
        f"/courses/{course.slug}/{module}/{lesson}/"
        for module, lesson in (("measuring", "lesson-1"), ("counting", "renamed"))
    ]

    led = {}
    for enrolment in (old, new):
        client.force_login(enrolment.user)
        led[enrolment] = [
            client.get(page).headers.get("Location", "here") for page in (before, after)
        ]
        assert client.get(f"/courses/{course.slug}/measuring/none/").status_code == 404

    assert led == {old: ["here", before], new: [after, "here"]}
    assert kept.slug == "lesson-2"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Здоровье и доход", "zdorove-i-dokhod"),
        ("Größe & Œuvre", "grosse-oeuvre"),
        ("健康", "jiankang"),
        ("!!!", "course"),
    ],
)
def test_titles_in_every_script_get_readable_addresses(title, slug):
    course = create_course(title=title, by=UserFactory(), at=timezone.now())

    assert (course.slug, course.title) == (slug, title)
