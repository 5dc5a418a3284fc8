"""Whatever happens in whatever order: progress is what single rows say, and what is done stays done."""

import contextlib
import copy
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.actions.authoring.prerequisites import (
    set_conditions,
)
from courses.actions.completion import LessonClosed
from courses.actions.learning import complete_lesson, enrol
from courses.actions.moving import move_to_newest_release
from courses.actions.releases import begin_draft, publish_release
from courses.actions.requirements import change_requirement
from courses.lessons.publishing_checks import missing_in
from courses.models import (
    Enrolment,
    Lesson,
    LessonCompletion,
    LessonPrerequisite,
)
from courses.progress.outline import outline_of
from courses.progress.stored import reckoned_progress, says_the_same
from courses.states import EnrolmentState
from demo.factories.accounts import UserFactory
from tests.courses.prerequisites.drafts import (
    NOW,
    a_draft,
    publish,
)


class Story:
    """One course with prerequisites and optional lessons, two learners, and what can happen."""

    def __init__(self):
        self.course, lessons = a_draft(modules=2, texts=3)
        self.at = NOW
        self.author = self.course.facilitators.get()
        set_conditions(lesson=lessons[1], is_required=False, needed_lessons=[lessons[0].pk])
        set_conditions(lesson=lessons[4], is_required=True, needed_modules=[lessons[0].module_id])
        publish(self.course)
        self.users = [UserFactory(), UserFactory()]
        for user in self.users:
            enrol(user=user, course=self.course, at=self.at)

    def happen(self, what, who, which):
        self.at += dt.timedelta(minutes=1)
        place = Enrolment.objects.filter(user=self.users[who]).newest_first()[0]
        getattr(self, what)(place, which)

    def do(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        with contextlib.suppress(LessonClosed):
            complete_lesson(enrolment=place, lesson=lessons[which % len(lessons)], at=self.at)

    def publish(self, place, which):
        """Make a lesson of the next release need what comes before it, or need nothing, or optional."""
        draft = begin_draft(course=self.course, at=self.at)
        lessons = list(Lesson.objects.of(draft).select_related("module").in_order())
        place = which % len(lessons)
        needed = [one.pk for one in lessons[:place] if one.is_required][-1:]
        set_conditions(lesson=lessons[place], is_required=which % 3 > 0, needed_lessons=needed)
        if not missing_in(draft):
            publish_release(release=draft, by=self.author, at=self.at)

    def require(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        lesson = lessons[which % len(lessons)]
        change_requirement(
            lesson=lesson,
            is_required=not lesson.is_required,
            reason="Too long.",
            by=self.author,
            at=self.at,
        )

    def move(self, place, which):
        newest = self.course.releases.current().get()
        if place.state == EnrolmentState.ACTIVE and place.release != newest:
            move_to_newest_release(enrolment=place, at=self.at)


HAPPENING = st.tuples(
    st.sampled_from(["do", "do", "do", "publish", "require", "move"]),
    st.integers(0, 1),
    st.integers(0, 5),
)


def closed_by_the_slow_way(place):
    """Reckon from single rows which lessons are closed."""
    done = set(LessonCompletion.objects.filter(enrolment=place).values_list("lesson", flat=True))
    closed = set()
    for tie in LessonPrerequisite.objects.filter(lesson__module__release=place.release_id):
        if tie.lesson_id in done:
            continue
        if tie.needed_module:
            needed = tie.needed_module.lessons.filter(is_required=True)
        else:
            needed = Lesson.objects.filter(pk=tie.needed_lesson_id)
            if tie.lesson.is_required:
                needed = needed.filter(is_required=True)
        if set(needed.values_list("pk", flat=True)) - done:
            closed.add(tie.lesson_id)
    return closed


class Property(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.story = Story()

    @settings(max_examples=15, deadline=None)
    @given(st.lists(HAPPENING, min_size=4, max_size=12))
    def test_progress_is_what_the_slow_way_says_and_what_is_done_stays_done(self, happenings):
        story = copy.deepcopy(self.story)
        done = set()

        for what, who, which in happenings:
            story.happen(what, who, which)
            facts = LessonCompletion.objects.values_list("enrolment__user", "lesson__lineage")
            assert done <= set(facts)
            done = set(facts)

        for place in Enrolment.objects.select_related("progress", "release__course"):
            told = reckoned_progress(place)
            assert says_the_same(place.progress, told)
            outline = outline_of(place.release, place)
            assert [outline.done, outline.total] == [told.done, told.total]
            assert outline.next_lesson == told.next_lesson
            assert outline.closed_keys == closed_by_the_slow_way(place)
            assert told.next_lesson_id not in outline.closed_keys
