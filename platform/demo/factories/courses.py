"""Made-up courses, learners and plans for tests and for the demo, made by the courses' own actions."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from courses.actions.content import add_lesson, add_module
from courses.actions.learning import enrol
from courses.actions.plans import finish_plan, save_plan, start_plan
from courses.actions.programmes.writing import (
    add_course,
    create_programme,
    publish_programme,
)
from courses.actions.releases import create_course, publish_release
from courses.models import (
    ActionPlan,
    Course,
    Enrolment,
    Lesson,
    Module,
    Option,
    PlanBaseline,
    Programme,
    Question,
    Release,
)
from courses.states import LessonKind, QuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory

PLAN_WORDS = {
    "title": "Breastfeeding peer support in Nether Edge",
    "place": "Nether Edge",
    "group": "Mothers in the most deprived fifth of areas",
    "inequality": "38 per cent breastfeed at six weeks, against 61 per cent in the least deprived fifth.",
    "trial": "Peer supporters visit in the first week.",
    "partners": "The health visiting team and two family hubs",
    "measure": "Breastfeeding at six to eight weeks, from the health visitors' returns",
}


class CourseFactory(DjangoModelFactory):
    """A published course of one module: ``texts`` lessons, perhaps a ``quiz`` and a ``plan`` lesson.

    ``CourseFactory(is_published=False)`` is a draft.
    """

    class Meta:
        model = Course

    title = factory.Sequence(lambda n: f"Course number {n}")
    summary = "What makes health unequal, and what one place can do about it."
    outcomes = factory.LazyFunction(lambda: ["Compute a slope index", "Plan a change"])
    effort_hours = 6

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Course:
        at = fields.pop("at", timezone.now())
        by = fields.pop("by", None) or UserFactory()
        texts, quiz = fields.pop("texts", 2), fields.pop("quiz", False)
        plan, is_published = fields.pop("plan", False), fields.pop("is_published", True)
        course = create_course(by=by, at=at, **fields)
        draft = Release.objects.get(course=course)
        module = add_module(release=draft, title="Measuring", summary="Numbers that tell.")
        for number in range(1, texts + 1):
            LessonFactory(module=module, title=f"Lesson {number}")
        if quiz:
            quiz_lesson = LessonFactory(module=module, title="Quiz", kind=LessonKind.QUIZ)
            QuestionFactory(lesson=quiz_lesson)
        if plan:
            LessonFactory(module=module, title="Your plan", kind=LessonKind.PLAN)
        if is_published:
            publish_release(release=draft, by=by, at=at)
            course.refresh_from_db()
        return course


class ModuleFactory(DjangoModelFactory):
    """A module at the end of a draft."""

    class Meta:
        model = Module

    title = factory.Sequence(lambda n: f"Module {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Module:
        release = fields.pop("release", None)
        if release is None:
            release = CourseFactory(is_published=False).releases.get()
        return add_module(release=release, **fields)


class LessonFactory(DjangoModelFactory):
    """A lesson at the end of a draft's module."""

    class Meta:
        model = Lesson

    title = factory.Sequence(lambda n: f"Lesson number {n}")
    kind = LessonKind.TEXT
    body = "Health follows a **gradient**, not a gap."
    minutes = 5

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Lesson:
        module = fields.pop("module", None) or ModuleFactory()
        return add_lesson(module=module, **fields)


class QuestionFactory(DjangoModelFactory):
    """A question with options, ``options=[("text", is_correct), …]``; by default the first is right."""

    class Meta:
        model = Question

    kind = QuestionKind.SINGLE
    prompt = "Which of these is a gradient?"
    explanation = "A gradient runs through all of society."
    position = factory.Sequence(lambda n: n + 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Question:
        default = [("Every step is healthier", True), ("Only the last step differs", False)]
        options: Sequence[tuple[str, bool]] = fields.pop("options", None) or default
        fields["lesson"] = fields.get("lesson") or LessonFactory(kind=LessonKind.QUIZ)
        question = Question.objects.create(**fields)
        if question.has_options:
            Option.objects.bulk_create(
                Option(
                    question=question,
                    position=position,
                    text=text,
                    is_correct=is_correct,
                    feedback="Yes." if is_correct else "Look at the steps between.",
                )
                for position, (text, is_correct) in enumerate(options, start=1)
            )
        return question


class EnrolmentFactory(DjangoModelFactory):
    """An enrolment in a published course."""

    class Meta:
        model = Enrolment

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Enrolment:
        return enrol(
            user=fields.get("user") or UserFactory(),
            course=fields.get("course") or CourseFactory(),
            at=fields.get("at") or timezone.now(),
        )


class ActionPlanFactory(DjangoModelFactory):
    """A whole plan, finished unless ``is_finished=False``; ``topics`` as a list."""

    class Meta:
        model = ActionPlan

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> ActionPlan:
        owner: User = fields.pop("owner", None) or UserFactory()
        at: dt.datetime = fields.pop("at", None) or timezone.now()
        is_finished = fields.pop("is_finished", True)
        topics = fields.pop("topics", None)
        plan = start_plan(
            owner=owner, key=uuid.uuid4(), at=at, enrolment=fields.pop("enrolment", None)
        )
        words = {
            **PLAN_WORDS,
            "review_on": timezone.localdate(at) + dt.timedelta(weeks=8),
            **fields,
        }
        topics = [TopicFactory()] if topics is None else topics
        plan = save_plan(plan=plan, at=at, topics=topics, **words)
        return finish_plan(plan=plan, by=owner, at=at) if is_finished else plan


class PlanBaselineFactory(DjangoModelFactory):
    """A figure from which a plan starts: 24 per cent of a town in 2020, with a target of 15."""

    class Meta:
        model = PlanBaseline

    plan = factory.SubFactory(ActionPlanFactory)
    subject = "Cold homes"
    place_name = "Bury"
    period = "2020"
    measure = "place"
    measure_name = "Value of the whole place"
    value = 24.0
    unit = "%"
    source = "Office of Examples: Cold homes 2020."
    target = 15.0
    target_on = dt.date(2031, 1, 1)
    chosen_at = factory.LazyFunction(timezone.now)


class ProgrammeFactory(DjangoModelFactory):
    """A published programme: ``courses`` are required, ``optional`` ones are not. Two courses unless others are given.

    ``ProgrammeFactory(is_published=False)`` is a draft.
    """

    class Meta:
        model = Programme

    title = factory.Sequence(lambda n: f"Programme number {n}")
    summary = "Courses that lead to one aim together."
    aims = factory.LazyFunction(lambda: ["Measure a gradient", "Change something about it"])

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Programme:
        at = fields.pop("at", timezone.now())
        by = fields.pop("by", None) or UserFactory()
        courses = fields.pop("courses", None)
        optional = fields.pop("optional", ())
        is_published = fields.pop("is_published", True)
        programme = create_programme(by=by, at=at, **fields)
        for course in CourseFactory.create_batch(2, texts=1) if courses is None else courses:
            add_course(programme=programme, course=course)
        for course in optional:
            add_course(programme=programme, course=course, is_required=False)
        return publish_programme(programme=programme, by=by, at=at) if is_published else programme
