"""Whatever learners and staff do in whatever order: stored progress is what single rows say, and no fact is lost."""

import contextlib
import copy
import datetime as dt
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.refusals import Refusal
from courses.actions.attempts import submit_attempt
from courses.actions.cohorts.facilitating import tick_lesson
from courses.actions.coursework.handing_in import hand_in
from courses.actions.coursework.reflections import save_reflection
from courses.actions.coursework.surveys import add_survey_question, answer_survey
from courses.actions.learning import complete_lesson
from courses.actions.moving import move_to_newest_release
from courses.actions.regrades import regrade_question
from courses.actions.releases import begin_draft, publish_release
from courses.actions.requirements import change_requirement
from courses.models import (
    Enrolment,
    HandIn,
    Lesson,
    LessonCompletion,
    Option,
    Question,
    SurveyQuestion,
)
from courses.progress.stored import reckoned_progress, says_the_same
from courses.states import EnrolmentState, LessonKind, SurveyQuestionKind
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, QuestionFactory
from tests.courses.coursework.work import NOW, accept, send_back

WORDS = "Whoever works in shifts finds the doors of our clinic closed, and nobody has asked them."


class Story:
    """One course with work of each kind, two learners, and what they and the staff can do."""

    def __init__(self):
        self.course = CourseFactory(texts=1, is_published=False)
        self.at = NOW
        self.staff = self.course.facilitators.get()
        release = self.course.releases.get()
        lessons = {
            kind: LessonFactory(module=release.modules.get(), kind=kind, body="Look around you.")
            for kind in (
                *(LessonKind.QUIZ, LessonKind.REFLECTION),
                *(LessonKind.ASSIGNMENT, LessonKind.SURVEY),
            )
        }
        QuestionFactory(lesson=lessons[LessonKind.QUIZ])
        add_survey_question(
            lesson=lessons[LessonKind.SURVEY], kind=SurveyQuestionKind.SCALE, prompt="How useful?"
        )
        publish_release(release=release, by=self.staff, at=self.at)
        self.course.refresh_from_db()
        self.users = [EnrolmentFactory(course=self.course).user for _ in range(2)]

    def happen(self, what, who, which):
        """Let it happen, unless the rules refuse it."""
        self.at += dt.timedelta(minutes=1)
        place = Enrolment.objects.filter(user=self.users[who]).newest_first()[0]
        with contextlib.suppress(Refusal):
            getattr(self, what)(place, which)

    def lesson(self, place, kind):
        lessons = Lesson.objects.of(place.release).select_related("module__release__course")
        return lessons.get(kind=kind)

    def read(self, place, which):
        lesson = self.lesson(place, LessonKind.TEXT)
        complete_lesson(enrolment=place, lesson=lesson, at=self.at)

    def try_quiz(self, place, which):
        lesson = self.lesson(place, LessonKind.QUIZ)
        options = Option.objects.filter(question__lesson=lesson).order_by("position")
        question, chosen = Question.objects.get(lesson=lesson), options[which % 2]
        submit_attempt(
            enrolment=place,
            lesson=lesson,
            answers={question.pk: [chosen.pk]},
            key=uuid.uuid4(),
            at=self.at,
        )

    def regrade(self, place, which):
        question = Question.objects.get(lesson=self.lesson(place, LessonKind.QUIZ))
        options = Option.objects.filter(question=question).order_by("position")
        regrade_question(
            question=question,
            key={"right": [options[which % 2].pk]},
            reason="The key was wrong.",
            may_lower=which % 3 == 0,
            by=self.staff,
            form_key=uuid.uuid4(),
            at=self.at,
        )

    def reflect(self, place, which):
        save_reflection(
            enrolment=place,
            lesson=self.lesson(place, LessonKind.REFLECTION),
            words=WORDS[: 3 + 40 * which],
            is_shared=which % 2 > 0,
            edit_number=None,
            at=self.at,
        )

    def hand_in(self, place, which):
        lesson = self.lesson(place, LessonKind.ASSIGNMENT)
        hand_in(enrolment=place, lesson=lesson, text=WORDS, key=uuid.uuid4(), at=self.at)

    def accept(self, place, which):
        """Accept the last work of this learner, whichever version it was handed in for."""
        if work := self._last_work(place):
            accept(work, at=self.at)

    def send_back(self, place, which):
        if work := self._last_work(place):
            send_back(work, at=self.at)

    def _last_work(self, place):
        works = HandIn.objects.filter(enrolment__user=place.user_id).order_by("handed_in_at")
        return works.select_related("enrolment__release__course", "lesson").last()

    def answer(self, place, which):
        lesson = self.lesson(place, LessonKind.SURVEY)
        question = SurveyQuestion.objects.get(lesson=lesson)
        words = {question.pk: str(which) if which else " "}
        answer_survey(enrolment=place, lesson=lesson, answers=words, at=self.at)

    def tick(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        lesson = lessons[which % len(lessons)]
        tick_lesson(enrolment=place, lesson=lesson, reason="Told me.", by=self.staff, at=self.at)

    def require(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        lesson = lessons[which % len(lessons)]
        words = {"reason": "Too long.", "by": self.staff, "at": self.at}
        change_requirement(lesson=lesson, is_required=not lesson.is_required, **words)

    def publish(self, place, which):
        draft = begin_draft(course=self.course, at=self.at)
        publish_release(release=draft, by=self.staff, at=self.at)

    def move(self, place, which):
        if place.release != self.course.releases.current().get():
            move_to_newest_release(enrolment=place, at=self.at)


LEARNERS_DO = ("read", "try_quiz", "reflect", "hand_in", "answer", "move")
STAFF_DO = ("regrade", "accept", "send_back", "tick", "require", "publish")
HAPPENING = st.tuples(
    st.sampled_from([*LEARNERS_DO, *STAFF_DO]), st.integers(0, 1), st.integers(0, 4)
)


def facts():
    """Return every completion, by learner and lesson in whichever version, with its moment."""
    rows = LessonCompletion.objects.values_list(
        "enrolment__user", "lesson__lineage", "completed_at"
    )
    return set(rows)


class Property(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.story = Story()

    @settings(max_examples=20, deadline=None)
    @given(st.lists(HAPPENING, min_size=5, max_size=14))
    def test_progress_is_what_single_rows_say_and_no_completion_is_lost_or_dated_anew(
        self, happenings
    ):
        story = copy.deepcopy(self.story)
        known, completed = set(), {}

        for happening in happenings:
            story.happen(*happening)
            assert known <= (known := facts())
            for place in Enrolment.objects.select_related("progress"):
                assert says_the_same(place.progress, reckoned_progress(place))
                if place.pk in completed:
                    assert place.completed_at == completed[place.pk]
                if place.state == EnrolmentState.COMPLETED:
                    completed[place.pk] = place.completed_at
