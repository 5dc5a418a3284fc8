"""The pages of a course's outline: made once for a release, right for each learner."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.actions.corrections import correct_lesson
from courses.actions.learning import complete_lesson, leave_course
from courses.actions.releases import publish_release
from courses.models import Lesson, content
from courses.progress.outline import outline_of
from courses.progress.rendered import rendered_modules
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def lessons_of(enrolment):
    lessons = Lesson.objects.of(enrolment.release).in_order()
    return list(lessons.select_related("module__release__course"))


def marks(page):
    """How often "Done" stands on the page as a mark."""
    return page.content.decode().count('<span class="badge badge-ok">Done</span>')


def opened(client, enrolment, address):
    client.force_login(enrolment.user)
    return client.get(address)


def test_each_learner_sees_their_own_marks_and_nobody_those_of_others(client):
    course = CourseFactory(texts=3)
    ahead, behind = EnrolmentFactory.create_batch(2, course=course)
    lessons = lessons_of(ahead)
    for lesson in lessons[:2]:
        complete_lesson(enrolment=ahead, lesson=lesson, at=NOW)
    address = lessons[2].get_absolute_url()

    found = [
        (marks(opened(client, place, course.get_absolute_url())), marks(client.get(address)))
        for place in (ahead, behind, ahead, behind)
    ]
    client.logout()
    public = client.get(course.get_absolute_url())

    assert found == [(2, 2), (0, 0), (2, 2), (0, 0)]
    assert [marks(public), address in public.content.decode()] == [0, False]


def test_who_left_sees_what_they_did_and_no_way_in(client):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=2))
    lesson = lessons_of(enrolment)[0]
    complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)
    address = enrolment.get_absolute_url()
    before = opened(client, enrolment, address).content.decode()

    leave_course(enrolment=enrolment, by=enrolment.user, at=NOW)
    after = client.get(address)

    assert lesson.get_absolute_url() in before
    assert lesson.get_absolute_url() not in after.content.decode()
    assert marks(after) == 1
    assert client.get(lesson.get_absolute_url()).status_code == 302


def test_a_correction_of_a_published_release_shows_at_once(client):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=2))
    lesson = lessons_of(enrolment)[0]
    pages = [enrolment.get_absolute_url(), lesson.get_absolute_url()]
    for page in pages:
        assert "Corrected" not in opened(client, enrolment, page).content.decode()

    correct_lesson(
        lesson=lesson,
        title="Corrected title",
        body="Corrected text",
        note="A slip of the pen.",
        by=enrolment.release.course.facilitators.get(),
        at=NOW,
    )

    outline, read = (client.get(page).content.decode() for page in pages)
    assert "Corrected title" in outline
    assert "<p>Corrected text</p>" in read


def test_a_draft_is_read_anew_each_time(client, author):
    course = CourseFactory(texts=1, is_published=False)
    before = client.get(course.get_absolute_url()).content.decode()

    LessonFactory(module=course.releases.get().modules.get(), title="Just written")

    assert "Just written" not in before
    assert "Just written" in client.get(course.get_absolute_url()).content.decode()


def test_what_is_kept_is_kept_for_one_language(monkeypatch):
    monkeypatch.setattr(content, "gettext", lambda words: f"{translation.get_language()}: {words}")
    outline = outline_of(EnrolmentFactory(course=CourseFactory(texts=1)).release)

    found = []
    for language in ("en-gb", "de", "en-gb"):
        with translation.override(language):
            [module] = rendered_modules("courses/_outline_module.html", outline, current=None)
            found += re.findall(r"([a-z-]+): 5 min", module)

    assert found == ["en-gb", "de", "en-gb"]


def test_a_lesson_that_is_not_part_of_the_release_is_hidden(client):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=1))
    lesson = lessons_of(enrolment)[0]

    client.force_login(enrolment.user)
    address = reverse(
        "courses:lesson_detail", args=[enrolment.release.course.slug, lesson.module.slug, "none"]
    )

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("modules", [1, 5])
def test_outline_and_lesson_take_the_same_queries_whatever_the_length(
    sign_in, django_assert_num_queries, modules
):
    course = CourseFactory(texts=2, is_published=False)
    for _ in range(modules - 1):
        LessonFactory.create_batch(3, module=ModuleFactory(release=course.releases.get()))
    author = course.facilitators.get()
    publish_release(release=course.releases.get(), by=author, at=NOW)
    course.refresh_from_db()
    enrolment = EnrolmentFactory(course=course, user=UserFactory())
    lesson = lessons_of(enrolment)[0]
    complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)
    client = sign_in(enrolment.user)
    for page in (course, lesson):
        client.get(page.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(course.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(lesson.get_absolute_url())
