"""A learner writes for themselves; the lesson is done by writing, and nobody else reads it unless they share it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from courses.actions.coursework.reflections import save_reflection
from courses.actions.learning import complete_lesson, leave_all_courses, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.releases import begin_draft, publish_release
from courses.models import Lesson, LessonCompletion, Reflection
from courses.refusals import LessonNotDone, NotLearning
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
WORDS = (
    "At our clinic the waiting room closes at four, which shuts out everybody who works in shifts."
)


@shared
def place():
    """Return a place in a course of a text and a reflection, and the reflection."""
    course = CourseFactory(texts=1, is_published=False)
    release = course.releases.get()
    LessonFactory(
        module=release.modules.get(),
        kind=LessonKind.REFLECTION,
        title="Your place",
        body="Where does *your* place shut people out?",
    )
    publish_release(release=release, by=course.facilitators.get(), at=NOW)
    course.refresh_from_db()
    enrolment = EnrolmentFactory(course=course)
    return enrolment, _reflection_lesson(enrolment)


def _reflection_lesson(enrolment):
    lessons = Lesson.objects.of(enrolment.release).select_related("module__release__course")
    return lessons.get(kind=LessonKind.REFLECTION)


def _save(place, words=WORDS, *, is_shared=False, number=None):
    enrolment, lesson = place
    return save_reflection(
        enrolment=enrolment,
        lesson=lesson,
        words=words,
        is_shared=is_shared,
        edit_number=number,
        at=NOW,
    )


def test_writing_completes_the_lesson_and_once_done_it_stays_done(place, client):
    enrolment, lesson = place
    client.force_login(enrolment.user)
    page = client.get(lesson.get_absolute_url()).content.decode()
    address = reverse("courses:reflection_write", args=lesson.address_words)
    assert f'action="{address}"' in page

    short = client.post(address, {"words": "Later.\r\n", "edit_number": "0"})
    is_done_early = LessonCompletion.objects.filter(lesson=lesson).exists()
    client.post(address, {"words": WORDS, "edit_number": "1"})
    client.post(address, {"words": "", "edit_number": "2"})

    assert (short.url, is_done_early) == (lesson.get_absolute_url(), False)
    assert LessonCompletion.objects.get(lesson=lesson).enrolment == enrolment
    assert Reflection.objects.get().words == ""


def test_signs_of_any_script_count():
    from courses.models.reflections import is_enough

    assert not is_enough("." * 200 + " short")
    assert is_enough(
        "در محله ما درمانگاه ساعت چهار بسته می‌شود و کارگران نمی‌توانند به آن مراجعه کنند."
    )


def test_it_is_done_by_no_button(place):
    enrolment, lesson = place

    with pytest.raises(LessonNotDone):
        complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)


def test_two_tabs_do_not_overwrite_each_other(place, client):
    enrolment, lesson = place
    _save(place, "In the first tab.", number=0)

    with pytest.raises(EditedElsewhere):
        _save(place, "In the second tab.", number=0)
    client.force_login(enrolment.user)
    address = reverse("courses:reflection_write", args=lesson.address_words)
    answer = client.post(address, {"words": "In the second tab.", "edit_number": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "In the first tab." in page
    assert "In the second tab." in page
    assert Reflection.objects.get().words == "In the first tab."


def test_only_the_learner_reads_it_until_it_is_shared(place, client):
    enrolment, _lesson = place
    course = enrolment.release.course
    readers = [course.facilitators.get(), UserFactory(roles=[Role.ADMINISTRATOR])]
    strangers = [UserFactory(), EnrolmentFactory(course=course).user]
    _save(place)
    seen = [Reflection.objects.visible_to(each).exists() for each in (*readers, *strangers)]
    assert (seen, Reflection.objects.visible_to(enrolment.user).count()) == ([False] * 4, 1)

    _save(place, is_shared=True)

    seen = [Reflection.objects.visible_to(each).exists() for each in (*readers, *strangers)]
    assert seen == [True, True, False, False]
    page = reverse("courses:reflection_shared", args=[course.slug])
    for reader, status in ((readers[0], 200), (strangers[0], 403)):
        client.force_login(reader)
        answer = client.get(page)
        assert (answer.status_code, WORDS in answer.content.decode()) == (status, status == 200)


def test_whoever_left_cannot_write_and_still_takes_their_words_home(place, client):
    enrolment, lesson = place
    _save(place)
    leave_course(enrolment=enrolment, by=enrolment.user, at=NOW)
    client.force_login(enrolment.user)

    with pytest.raises(NotLearning):
        _save(place, "More.")
    file = client.get(
        reverse("courses:reflection_export", args=[lesson.module.release.course.slug])
    )

    text = b"".join(file.streaming_content).decode()
    assert WORDS in text
    assert file["Content-Disposition"].startswith("attachment")
    mine = personal_data_of(enrolment.user)["courses"].data["enrolments"][0]["reflections"]
    assert [row["words"] for row in mine] == [WORDS]


def test_words_go_along_into_a_newer_release(place):
    enrolment, lesson = place
    _save(place)
    course = enrolment.release.course
    draft = begin_draft(course=course, at=NOW)
    publish_release(release=draft, by=course.facilitators.get(), at=NOW)

    new = move_to_newest_release(enrolment=enrolment, at=NOW)

    moved = Reflection.objects.get()
    assert (moved.enrolment, moved.lesson) == (new, _reflection_lesson(new))
    assert moved.lesson != lesson
    assert LessonCompletion.objects.filter(enrolment=new, lesson=moved.lesson).exists()


def test_a_closed_account_leaves_no_reflection(place):
    enrolment, _lesson = place
    _save(place)

    leave_all_courses(user=enrolment.user, at=NOW)

    assert not Reflection.objects.exists()


@pytest.mark.parametrize("count", [1, 6])
def test_shared_reflections_take_the_same_queries_whatever_their_number(
    place, sign_in, django_assert_num_queries, count
):
    enrolment, lesson = place
    course = enrolment.release.course
    for _number in range(count):
        _save((EnrolmentFactory(course=course), lesson), is_shared=True)
    client = sign_in(course.facilitators.get())

    with django_assert_num_queries(6):
        client.get(reverse("courses:reflection_shared", args=[course.slug]))
