"""Chapter 2: the course, those who take it, and the plans they end with."""

import datetime as dt
from typing import Any

from django.conf import settings

from accounts.models import User
from courses.actions.attempts import submit_attempt
from courses.actions.citations import cite_in_lesson
from courses.actions.corrections import correct_lesson
from courses.actions.evidence import add_evidence
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson, enrol
from courses.actions.plans import finish_plan, record_outcome, save_plan, start_plan
from courses.actions.releases import publish_release
from courses.importing import read_course
from courses.models import Course, Enrolment, Lesson, Question, Release
from courses.states import LessonKind, QuestionKind
from demo.story import cohorts
from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.vocabularies.choices import RecordType

COURSE = settings.BASE_DIR / "courses/data/measuring-and-acting-on-a-social-gradient"

# How many lessons each learner has done by now; those with a plan have done them all.
LEARNERS = {
    "learner": 6,
    "liam": 11,
    "chidi": 3,
    "callum": 1,
    "rosa": 9,
    "thandi": 2,
    "jack": 14,
    "noor": 0,
    "kofi": 5,
    "lucy": 7,
}


def learn(stage: Stage) -> None:
    """Publish the course and enrol learners."""
    course = _publish(stage)
    _correct(stage, course)
    groups = cohorts.plan_cohorts(stage, course)
    for number, (key, told) in enumerate(told_in("plans").items()):
        begun = 150 - 9 * number
        if number < cohorts.FIRST_GROUP:
            cohorts.join(stage, groups["over"], stage.people[key], days_ago=begun)
        enrolment = _take(stage, course, stage.people[key], lessons=None, begun=begun)
        _plan(stage, enrolment, key, told, finished=begun - 30)
    for number, (key, lessons) in enumerate(LEARNERS.items()):
        begun = 30 - 2 * number
        if key in cohorts.EVENING_GROUP:
            cohorts.join(stage, groups["under way"], stage.people[key], days_ago=begun)
        _take(stage, course, stage.people[key], lessons=lessons, begun=begun)
    cohorts.teach_cohorts(stage, groups)


def _correct(stage: Stage, course: Course) -> None:
    """Mend a sentence of the first lesson, before anybody has enrolled."""
    lesson = Lesson.objects.of(Release.objects.get(course=course)).in_order().first()
    if lesson is None:
        raise LookupError("The course has no lesson to correct.")
    correct_lesson(
        lesson=lesson,
        title=lesson.title,
        body=lesson.body.replace("the most deprived tenth,", "the most deprived tenth of places,"),
        note="Deciles are tenths of places, not of people.",
        by=stage.people["facilitator"],
        at=stage.ago(160),
    )


def cite_what_was_learnt(stage: Stage) -> None:
    """Let a lesson cite a case study that came out of the course."""
    grown_here = Record.objects.filter(type=RecordType.CASE_STUDY, import_key="")
    record = grown_here.order_by("pk").first()
    lesson = (
        Lesson.objects.filter(kind=LessonKind.TEXT)
        .order_by("-module__position", "position")
        .first()
    )
    if record is None or record.current_version is None or lesson is None:
        raise LookupError("The story has no case study, or the course no lesson, to cite.")
    cite_in_lesson(
        lesson=lesson,
        version=record.current_version,
        by=stage.people["facilitator"],
        note="What happened when the form was taken away.",
        at=stage.ago(20),
    )


def _publish(stage: Stage) -> Course:
    author = stage.people["facilitator"]
    at = stage.ago(170)
    course = import_course(data=read_course(COURSE), by=author, at=at)
    publish_release(release=Release.objects.get(course=course), by=author, at=at)
    return course


def _take(
    stage: Stage, course: Course, user: User, *, lessons: int | None, begun: int
) -> Enrolment:
    """Enrol and do so many lessons, one a day; ``None`` is all of them up to the plan."""
    enrolment = enrol(user=user, course=course, at=stage.ago(begun))
    outline = Lesson.objects.filter(module__release=enrolment.release).order_by(
        "module__position", "position"
    )
    for day, lesson in enumerate(outline.exclude(kind=LessonKind.PLAN)[:lessons]):
        at = stage.ago(max(begun - day - 1, 0), hour=18)
        if lesson.kind == LessonKind.QUIZ:
            submit_attempt(
                enrolment=enrolment,
                lesson=lesson,
                answers={q.pk: right_answer(q) for q in lesson.questions.all()},
                key=stage.key("attempt", enrolment.pk, lesson.pk),
                at=at,
            )
        else:
            complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
    return enrolment


def right_answer(question: Question) -> Any:
    """Return the answer that earns the points, as a learner would give it."""
    if question.kind == QuestionKind.NUMERIC:
        return str(question.answer)
    if question.kind == QuestionKind.SHORT_TEXT:
        return question.accepted[0]
    options = question.options.order_by("position")
    if question.kind == QuestionKind.ORDERING:
        return [option.pk for option in options]
    return [option.pk for option in options if option.is_correct]


def _plan(
    stage: Stage, enrolment: Enrolment, key: str, told: dict[str, Any], *, finished: int
) -> None:
    owner = stage.people[key]
    at = stage.ago(finished, hour=16)
    words = {name: told[name] for name in ("title", "place", "group", "inequality", "trial")}
    plan = start_plan(
        owner=owner, enrolment=enrolment, key=stage.key("plan", key), at=at - dt.timedelta(days=3)
    )
    plan = save_plan(
        plan=plan,
        at=at,
        topics=stage.topics(told["topics"]),
        partners=told["partners"],
        measure=told["measure"],
        review_on=max(at.date() + dt.timedelta(days=1), stage.day(told["review_in"])),
        **words,
    )
    for work in told.get("evidence", ()):
        record = Record.objects.get(import_key=work["key"])
        add_evidence(plan=plan, record=record, note=work["note"], at=at)
    stage.plans[key] = finish_plan(plan=plan, by=owner, at=at)
    if key == "eleri":
        record_outcome(
            plan=stage.plans[key],
            week=6,
            happened="Three post offices and both mobile ones pay the fund. The agreement took eight weeks.",
            change="Days without heating fell from 2.9 to 1.8 a month among the 140 households asked.",
            key=stage.key("outcome", key),
            at=stage.ago(max(finished - 42, 1)),
        )
