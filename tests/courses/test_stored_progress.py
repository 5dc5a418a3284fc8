"""Stored progress: always what the completions say, whatever happened."""

import copy
import datetime as dt
import logging
import uuid

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.actions.learning import complete_lesson, enrol, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.progress import store_progress
from courses.actions.releases import begin_draft, publish_release, renew_text_key
from courses.actions.requirements import change_requirement
from courses.models import Enrolment, Lesson, LessonCompletion, Progress
from courses.progress.outline import outline_of
from courses.progress.stored import progress_of, reckoned_progress, says_the_same
from courses.states import GONE, EnrolmentState
from courses.tasks import mend_progress
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory

NOW = timezone.now().replace(microsecond=0)


def lessons_of(release):
    return list(Lesson.objects.of(release).in_order())


class Places:
    """Some learners of one course, and what can happen to them and to it."""

    def __init__(self):
        self.course = CourseFactory(texts=4)
        self.author = self.course.facilitators.get()
        self.users = [UserFactory(), UserFactory()]
        # The course is published at the moment, so what follows comes later, however slow the machine is.
        self.at = timezone.now()
        for user in self.users:
            enrol(user=user, course=self.course, at=self.at)

    def happen(self, what, who, which):
        self.at += dt.timedelta(minutes=1)
        place = Enrolment.objects.filter(user=self.users[who]).newest_first()[0]
        getattr(self, what)(place, which)

    def do(self, place, which):
        lessons = lessons_of(place.release)
        if place.state not in GONE and lessons:
            complete_lesson(enrolment=place, lesson=lessons[which % len(lessons)], at=self.at)

    def leave(self, place, which):
        if place.state == EnrolmentState.ACTIVE:
            leave_course(enrolment=place, by=place.user, at=self.at)

    def enrol(self, place, which):
        enrol(user=place.user, course=self.course, at=self.at)

    def publish(self, place, which):
        draft = begin_draft(course=self.course, at=self.at)
        publish_release(release=draft, by=self.author, at=self.at)

    def correct(self, place, which):
        """Put a lesson of the published release elsewhere, add one or call one by another name."""
        lessons = lessons_of(place.release)
        lesson = lessons[which % len(lessons)]
        if which % 3 == 0:
            lesson.pk, lesson.slug, lesson._state.adding = None, f"more-{self.at:%d%H%M}", True
            # Another lesson, not the same one twice in a release.
            lesson.lineage = uuid.uuid4()
        lesson.position, lesson.title = which, f"Corrected {which}"
        lesson.save()
        self._settle(place.release)

    def require(self, place, which):
        """Take a lesson of the published release out of what is required, or put it back."""
        lessons = lessons_of(place.release)
        lesson = lessons[which % len(lessons)]
        change_requirement(
            lesson=lesson,
            is_required=not lesson.is_required,
            reason="It was too long.",
            by=self.author,
            at=self.at,
        )

    def move(self, place, which):
        newest = self.course.releases.current().get()
        if place.state == EnrolmentState.ACTIVE and place.release != newest:
            move_to_newest_release(enrolment=place, at=self.at)

    def _settle(self, release):
        renew_text_key(release)
        for place in Enrolment.objects.filter(release=release).select_related("release__course"):
            store_progress(place)


HAPPENING = st.tuples(
    st.sampled_from(["do", "do", "do", "leave", "enrol", "publish", "correct", "require", "move"]),
    st.integers(0, 1),
    st.integers(0, 5),
)


class Property(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.places = Places()

    @settings(max_examples=25, deadline=None)
    @given(st.lists(HAPPENING, min_size=4, max_size=14))
    def test_stored_progress_is_what_the_completions_say_after_whatever_happened(self, happenings):
        places = copy.deepcopy(self.places)

        for what, who, which in happenings:
            places.happen(what, who, which)

        for place in Enrolment.objects.select_related("progress", "release__course"):
            told = reckoned_progress(place)
            assert says_the_same(place.progress, told)
            outline = outline_of(place.release, place)
            assert [outline.done, outline.total] == [told.done, told.total]
            assert [lesson.pk for lesson in outline.lessons] == [
                lesson.pk for lesson in lessons_of(place.release)
            ]
            assert outline.next_lesson == told.next_lesson


@pytest.mark.django_db
def test_a_night_mends_what_is_wrong_or_missing_and_tells_of_it_once(caplog):
    right, wrong, missing = EnrolmentFactory.create_batch(3, course=CourseFactory(texts=2))
    first = lessons_of(right.release)[0]
    for place in (right, wrong, missing):
        complete_lesson(enrolment=place, lesson=first, at=NOW)
    Progress.objects.filter(enrolment=wrong).update(done_lessons=[], done=0, next_lesson=first)
    Progress.objects.filter(enrolment=missing).delete()

    with caplog.at_level(logging.ERROR):
        mend_progress()
        mend_progress()

    assert [record.getMessage() for record in caplog.records] == [
        "The stored progress of 2 enrolments was wrong. It is right now."
    ]
    for place in Enrolment.objects.select_related("progress", "release"):
        assert says_the_same(place.progress, reckoned_progress(place))


@pytest.mark.django_db
def test_progress_that_was_never_stored_is_reckoned():
    place = EnrolmentFactory(course=CourseFactory(texts=2))
    lesson = lessons_of(place.release)[0]
    complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    Progress.objects.all().delete()

    found = progress_of(Enrolment.objects.select_related("progress").get())

    assert [found.done, found.total, found.done_lessons] == [1, 2, [lesson.pk]]


@pytest.mark.django_db
def test_doing_a_lesson_again_keeps_its_first_moment():
    place = EnrolmentFactory(course=CourseFactory(texts=2))
    lesson = lessons_of(place.release)[0]
    for hours in (0, 1):
        at = NOW + dt.timedelta(hours=hours)
        complete_lesson(enrolment=place, lesson=lesson, at=at)

    assert LessonCompletion.objects.get().completed_at == NOW
    assert Progress.objects.get().last_done_at == NOW
