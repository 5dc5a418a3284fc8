"""Lessons that are done by coming to a live session, and what those do who cannot."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.cohorts.attendance import (
    NothingInstead,
    confirm_instead,
    count_session_for,
    edit_live_lesson,
)
from courses.actions.cohorts.joining import join_cohort, leave_cohort
from courses.actions.cohorts.live_sessions import add_live_sessions
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson
from courses.actions.releases import publish_release
from courses.importing import CourseDataError
from courses.kinds import SESSIONS_PUBLISHED
from courses.lessons.publishing_checks import missing_in
from courses.models import CohortEvent, Enrolment, Lesson
from courses.refusals import LessonNotDone
from courses.states import EnrolmentState, LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from demo.factories.events import EventFactory
from events.actions.afterwards import record_attendance, restore_attendance, set_recording
from events.actions.events import publish_event
from events.actions.registrations import register
from events.models import Event
from events.states import EventAccess, EventMode, EventState, RecordingReaders, Seat
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
AFTER = NOW + dt.timedelta(days=8)


def live_course(**live):
    course = CourseFactory(texts=0, is_published=False)
    release = course.releases.get()
    lesson = LessonFactory(
        module=release.modules.get(), kind=LessonKind.LIVE, title="Together", body=""
    )
    words = {"counts_recording": True, "instead": "Read the minutes.", **live}
    edit_live_lesson(lesson=lesson, **words)
    publish_release(release=release, by=course.facilitators.get(), at=NOW)
    course.refresh_from_db()
    return course, Lesson.objects.select_related("module__release__course").get(pk=lesson.pk)


def a_session(course, lesson, **words):
    """Return a cohort with a learner who has registered for a session that counts, and their place."""
    cohort = CohortFactory(course=course, at=NOW)
    host = course.facilitators.get()
    event = EventFactory(
        hosts=[host],
        access=EventAccess.GROUP,
        mode=EventMode.ONLINE,
        starts_at=NOW + dt.timedelta(days=7),
        **words,
    )
    add_live_sessions(cohort=cohort, keys=[event.pk], by=host, at=NOW)
    count_session_for(cohort=cohort, event=event, lesson=lesson, at=NOW)
    user = UserFactory()
    place = join_cohort(cohort=cohort, user=user, at=NOW)
    registration = register(event=event, user=user, seat=Seat.ONLINE, at=NOW)
    return cohort, event, place, registration


def now_of(place):
    return Enrolment.objects.select_related("release__course", "user", "cohort").get(pk=place.pk)


def test_whoever_is_recorded_as_having_come_has_done_the_lesson():
    course, lesson = live_course()
    _cohort, event, place, registration = a_session(course, lesson)

    with pytest.raises(LessonNotDone):
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    record_attendance(
        event=event, keys=[registration.pk], has_come=True, by=UserFactory(), at=AFTER
    )
    restore_attendance(event=event, recorded={registration.pk: None}, by=UserFactory(), at=AFTER)

    registration.refresh_from_db()
    assert registration.has_come is None
    assert now_of(place).state == EnrolmentState.COMPLETED
    assert place.completions.count() == 1


def test_who_left_the_cohort_and_who_is_recorded_before_the_lesson_is_named_count_too():
    course, lesson = live_course()
    cohort, event, place, registration = a_session(course, lesson)
    count_session_for(cohort=cohort, event=event, lesson=None, at=NOW)

    record_attendance(
        event=event, keys=[registration.pk], has_come=True, by=UserFactory(), at=AFTER
    )
    assert place.completions.count() == 0
    leave_cohort(cohort=cohort, user=place.user, at=AFTER)
    count_session_for(cohort=cohort, event=event, lesson=lesson, at=AFTER)

    assert place.completions.count() == 1


def test_alone_one_does_what_the_author_names(sign_in):
    course, lesson = live_course()
    place = EnrolmentFactory(course=course)
    client = sign_in(place.user)

    page = client.get(lesson.get_absolute_url()).content.decode()
    answer = client.post(reverse("courses:live_confirm", args=lesson.address_words), {})

    assert "Read the minutes." in page
    assert answer.status_code == 302
    assert now_of(place).state == EnrolmentState.COMPLETED


def test_in_a_cohort_one_comes_or_watches_the_recording_or_does_something_else_afterwards():
    course, lesson = live_course()
    _cohort, event, place, _registration = a_session(course, lesson)

    for by_recording in (True, False):
        with pytest.raises(NothingInstead):
            confirm_instead(enrolment=place, lesson=lesson, by_recording=by_recording, at=NOW)
    with pytest.raises(NothingInstead):
        confirm_instead(enrolment=place, lesson=lesson, by_recording=True, at=AFTER)
    set_recording(
        event=event,
        link="https://video.example.org/1",
        consent="Everyone",
        readers=RecordingReaders.PLACES,
    )
    confirm_instead(enrolment=now_of(place), lesson=lesson, by_recording=True, at=AFTER)

    assert now_of(place).state == EnrolmentState.COMPLETED


def test_pages_of_session_and_lesson_lead_to_each_other(sign_in):
    course, lesson = live_course()
    _cohort, event, place, _registration = a_session(course, lesson)
    client = sign_in(place.user)

    on_lesson = client.get(lesson.get_absolute_url()).content.decode()
    on_event = client.get(event.get_absolute_url()).content.decode()
    to_others = sign_in(course.facilitators.get()).get(event.get_absolute_url())

    assert f'href="{event.get_absolute_url()}"' in on_lesson
    assert f'href="{lesson.get_absolute_url()}"' in on_event
    assert "Live session of" in to_others.content.decode()


def test_learners_are_told_of_a_published_session_once():
    course, lesson = live_course()
    cohort, _first, place, _registration = a_session(course, lesson)
    draft = EventFactory(
        hosts=[course.facilitators.get()],
        access=EventAccess.GROUP,
        state=EventState.DRAFT,
        starts_at=NOW + dt.timedelta(days=9),
    )
    add_live_sessions(cohort=cohort, keys=[draft.pk], by=course.facilitators.get(), at=NOW)
    told = Notification.objects.filter(kind=SESSIONS_PUBLISHED.name, recipient=place.user)
    assert told.count() == 0

    publish_event(event=draft, by=course.facilitators.get(), at=NOW)

    assert [one.address for one in told] == [draft.get_absolute_url()]


def test_a_facilitator_chooses_the_lesson_and_takes_it_back(client):
    course, lesson = live_course()
    cohort, event, _place, _registration = a_session(course, lesson)
    client.force_login(course.facilitators.get())
    address = reverse("courses:live_session_lesson", args=[course.slug, cohort.pk, event.pk])

    client.post(address, {"lesson": ""})
    row = CohortEvent.objects.get(cohort=cohort, event=event)
    assert row.lesson is None
    client.post(address, {"lesson": lesson.pk})
    wrong = client.post(address, {"lesson": "12345678"}, follow=True)

    row.refresh_from_db()
    assert row.lesson == lesson
    assert "This lesson is not one of the cohort" in wrong.content.decode()


def test_hosts_take_back_what_they_recorded_with_a_click(client):
    course, lesson = live_course()
    _cohort, event, _place, registration = a_session(course, lesson)
    Event.objects.filter(pk=event.pk).update(
        starts_at=NOW - dt.timedelta(hours=2), ends_at=NOW - dt.timedelta(hours=1)
    )
    client.force_login(course.facilitators.get())

    page = client.post(
        reverse("events:event_attendance", args=[event.pk]),
        {"registration": [registration.pk], "came": "no"},
        follow=True,
    )
    registration.refresh_from_db()
    assert registration.has_come is False
    assert f'value="{registration.pk}:unknown"' in page.content.decode()
    client.post(
        reverse("events:attendance_restore", args=[event.pk]),
        {"recorded": f"{registration.pk}:unknown,x:yes,7"},
    )

    registration.refresh_from_db()
    assert registration.has_come is None


def test_a_live_session_is_published_with_what_to_do_instead_alone():
    other = CourseFactory(texts=1, is_published=False)
    release = other.releases.get()
    LessonFactory(module=release.modules.get(), kind=LessonKind.LIVE, title="Live", body="")

    assert [lack.text for lack in missing_in(release)] == [
        "“Live” does not say what learners who learn alone or cannot attend should do."
    ]
    data = {
        "slug": "live",
        "title": "Live",
        "summary": "S",
        "outcomes": ["Do"],
        "modules": [{"title": "A", "lessons": ["one"]}],
        "lessons": {"one": {"title": "L", "kind": "live", "body": "", "instead": "Read."}},
    }
    made = import_course(data=data, by=UserFactory(), at=NOW)
    assert Lesson.objects.get(module__release__course=made).live.instead == "Read."
    data["slug"], data["lessons"]["one"]["instead"] = "other", ""
    with pytest.raises(CourseDataError):
        import_course(data=data, by=UserFactory(), at=NOW)
