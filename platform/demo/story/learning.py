"""Chapter 2: the course, those who take it, and the plans they end with."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from courses.actions.action_plans.evidence import add_evidence
from courses.actions.action_plans.recommendations import act_on
from courses.actions.attempts import submit_attempt
from courses.actions.authoring.people import answer_invitation, invite_author
from courses.actions.authoring.recordings import link_recording
from courses.actions.authoring.reviews import ask_for_review, comment_on_lesson, require_review
from courses.actions.charts import make_chart
from courses.actions.citations import cite_in_lesson
from courses.actions.content import add_lesson, add_module
from courses.actions.corrections import correct_lesson
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson, enrol
from courses.actions.media import add_image
from courses.actions.plans import finish_plan, record_outcome, save_plan, start_plan
from courses.actions.releases import create_course, publish_release
from courses.importing import read_course
from courses.importing.pasted_tables import read_table
from courses.media.images import PreparedImage, prepared_image
from courses.models import Course, Enrolment, Lesson, Question, Release
from courses.states import NUMBER_KINDS, AuthorRole, LessonKind, QuestionKind
from demo.story import cohorts
from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.recommendations.models import Recommendation
from library.vocabularies.choices import RecordType

SHIPPED = settings.BASE_DIR / "courses/data"
COURSE = "measuring-and-acting-on-a-social-gradient"
# Two more courses that come with Praxis, and how many days ago they were published.
LATER_COURSES = {"using-evidence-in-local-policy": 60, "communities-and-power": 40}

DRAFT: dict[str, Any] = {
    "title": "Heat at home",
    "summary": "Why the same summer is hotter in some homes, and what a street can do before the next one.",
    "outcomes": ["Say who is at risk in a hot home", "Plan a cool room in one street"],
    "topics": ["housing"],
    "module": "Before the summer",
    "lesson": "Rooms that stay hot",
    "body": """Under the roof it stays hot at night, and nights are when bodies recover.

{{image:warm-rooms|A house on a summer evening: the higher, the hotter}}

> [!TIP]
> Ask first who sleeps under the roof.

# How many nights

{{chart:nights-above-24-degrees-by-floor}}

The *excess* of a floor is $`e_i = n_i - \\min_j n_j`$: the nights that a resident would win by moving down.""",
    "chart": {
        "title": "Nights above 24 degrees, by floor",
        "kind": "bars",
        "table": "Floor\tNights\nGround\t4\nFirst\t9\nUnder the roof\t23",
        "unit": "nights from June to August",
        "description": "Homes under the roof had nearly six times as many hot nights as those on the ground floor.",
        "source": "Invented for this demo",
    },
}
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
    course = _publish(stage, COURSE, days_ago=170)
    _correct(stage, course)
    for name, days_ago in LATER_COURSES.items():
        _publish(stage, name, days_ago=days_ago)
    _draft(stage)
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


def _draft(stage: Stage) -> None:
    """Begin a second course, which is still written: with an image that nobody has described, a chart and a formula."""
    by, at = stage.people["facilitator"], stage.ago(3)
    course = create_course(
        title=DRAFT["title"],
        summary=DRAFT["summary"],
        outcomes=DRAFT["outcomes"],
        topics=stage.topics(DRAFT["topics"]),
        by=by,
        at=at,
    )
    release = Release.objects.get(course=course)
    add_image(release=release, image=_painted(), at=at)
    table = read_table(DRAFT["chart"]["table"])
    words = {name: word for name, word in DRAFT["chart"].items() if name != "table"}
    make_chart(release=release, table=table, key=stage.key("chart", course.pk), **words)
    link_recording(
        release=release,
        title="A summer under the roof",
        address="https://media.example.org/summer-under-the-roof.mp3",
        transcript="Three neighbours tell how they sleep when it is 27 degrees at midnight.",
        has_captions=False,
        key=stage.key("recording", course.pk),
    )
    module = add_module(release=release, title=DRAFT["module"])
    lesson = add_lesson(
        module=module, kind=LessonKind.TEXT, title=DRAFT["lesson"], body=DRAFT["body"]
    )
    _write_together(stage, course, lesson)


def _write_together(stage: Stage, course: Course, lesson: Lesson) -> None:
    """Let a reviewer comment on the draft and be asked for a review, and invite an author who has not answered."""
    by, reviewer, member = stage.cast(["facilitator", "reviewer", "member"])
    for person, role in ((reviewer, AuthorRole.REVIEWER), (member, AuthorRole.AUTHOR)):
        invite_author(course=course, person=person, role=role, by=by, at=stage.ago(3))
    answer_invitation(course=course, user=reviewer, is_accepted=True, at=stage.ago(2))
    require_review(course=course, is_needed=True)
    comment_on_lesson(
        lesson=lesson,
        words="Who measured the nights, and in which rooms? One sentence would do.",
        by=reviewer,
        key=stage.key("comment", lesson.pk),
        at=stage.ago(1),
    )
    ask_for_review(
        release=Release.objects.get(course=course),
        reviewer=reviewer,
        by=by,
        message="Does it work for somebody who has no garden?",
        at=stage.ago(1),
    )


def _painted() -> PreparedImage:
    """Paint rooms of a house, the warmer the higher."""
    image = Image.new("RGB", (960, 540), "#fbf7f0")
    pen = ImageDraw.Draw(image)
    for floor, colour in enumerate(("#a8201a", "#d9622b", "#f2b33d")):
        for room in range(3):
            left, top = 180 + room * 210, 60 + floor * 150
            pen.rectangle((left, top, left + 190, top + 130), fill=colour)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return prepared_image(SimpleUploadedFile("Warm rooms.png", buffer.getvalue()))


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
        Lesson.objects.filter(kind=LessonKind.TEXT, module__release__course__slug=COURSE)
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


def _publish(stage: Stage, name: str, *, days_ago: int) -> Course:
    author = stage.people["facilitator"]
    at = stage.ago(days_ago)
    course = import_course(data=read_course(SHIPPED / name), by=author, at=at)
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
    if question.kind in NUMBER_KINDS:
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
    for reference in told.get("acts_on", ()):
        recommendation = Recommendation.objects.get(reference=reference)
        act_on(plan=plan, recommendation=recommendation, at=at)
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
