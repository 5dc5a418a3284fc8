"""A second, short course, in which learners write: for themselves, and for those who read it."""

from courses.actions.cohorts.planning import plan_cohort
from courses.actions.coursework.grading import Mark, accept_work, return_work
from courses.actions.coursework.handing_in import hand_in
from courses.actions.coursework.peer_reviews import send_review, take_review
from courses.actions.coursework.reflections import save_reflection
from courses.actions.coursework.surveys import answer_survey
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson, enrol
from courses.actions.releases import publish_release
from courses.importing import read_course
from courses.models import Course, Criterion, Enrolment, HandIn, Lesson, Release
from courses.states import LessonKind, SurveyQuestionKind
from demo.story.cohorts import hold_session, join
from demo.story.stage import DATA, Stage
from events.actions.afterwards import record_attendance
from events.actions.registrations import register
from events.states import Seat

# What was handed in for the assignment, and what was said of it where it came back.
WORK = {
    "liam": (
        "I asked a driver of the number 14, a cleaner on her way home and a man who had missed it.\n\nThe driver said that "
        "nobody had asked him in nineteen years. The cleaner would rather have a light at the stop than a bus more an hour. The "
        "man wanted the bus.\n\nI will take the light into the plan, and tell the cleaner, who gave me her number.",
        "",
    ),
    "rosa": (
        "I asked two colleagues and a neighbour. Everybody agreed that the meeting is too early.",
        "Your colleagues are in the room already. Whom of the warehouse could you ask? Their shift ends at two.",
    ),
}

# Who answered the survey first, and in which words.
ONLY_ANSWER = ("chidi", "callum", "jack", "lucy")
USEFUL = {"liam": 5, "rosa": 4, "chidi": 4, "callum": 3, "jack": 5, "lucy": 4}
ADVICE = {
    "jack": "Ring before you come. Everybody is out in the afternoon.",
    "lucy": "Take the questions with you on paper, and leave the phone at home.",
}

# The one question of each, and what was said of the question of somebody else.
QUESTIONS = {
    "chidi": "When was the last time that the bus did not come, and what did you do? I begin with something that happened.",
    "callum": "Who helps you when the lift is broken? It is about people, not about the lift.",
    "learner": "What would your grandmother say of this street? It takes people away from the form that they expect.",
    "jack": "Where do you wait, and with whom? I want to hear who is there at six in the morning.",
}
REVIEWS = {
    "learner": "I could answer this at once. Ask what came of it as well.",
    "chidi": "The lift is a good beginning. Perhaps leave out the word broken.",
    "callum": "It made me think of mine. Not everybody knew theirs, though.",
}

# What each learner wrote for themselves, and whether the facilitators read it.
REFLECTIONS = {
    "learner": ("", False),
    "liam": (
        "Everybody in the room had a car. The bus that the decision was about runs past my window, and I have "
        "never asked anybody on it.",
        True,
    ),
    "rosa": (
        "We met at ten in the morning on a weekday. Nobody who works in the warehouses could have come.",
        False,
    ),
}


def learn_by_writing(stage: Stage) -> None:
    """Publish the course, and let three people learn in it."""
    author = stage.people["facilitator"]
    at = stage.ago(40)
    course = import_course(data=read_course(DATA / "listening-before-you-plan"), by=author, at=at)
    publish_release(release=Release.objects.get(course=course), by=author, at=at)
    course.refresh_from_db()
    for number, (key, (words, is_shared)) in enumerate(REFLECTIONS.items()):
        days = 20 - number
        enrolment = enrol(user=stage.people[key], course=course, at=stage.ago(days))
        _lesson_by_lesson(stage, enrolment, words, days=days, is_shared=is_shared)
        if key in WORK:
            _hand_in(stage, enrolment, key, days=days)
            _answer(stage, enrolment, key, days=days)
    for number, key in enumerate(ONLY_ANSWER):
        days = 30 - number
        enrolment = enrol(user=stage.people[key], course=course, at=stage.ago(days))
        _answer(stage, enrolment, key, days=days)
    _talk_it_over(stage, course)
    _review_each_other(stage, course)


def _review_each_other(stage: Stage, course: Course) -> None:
    """Let four hand in a question and three read one, so that one work is decided and one review is begun."""
    lesson = Lesson.objects.get(module__release__course=course, slug="one-question")
    mine = Enrolment.objects.active().filter(release=lesson.module.release_id)
    places = {key: mine.get(user=stage.people[key]) for key in QUESTIONS}
    for number, (key, words) in enumerate(QUESTIONS.items()):
        hand_in(
            enrolment=places[key],
            lesson=lesson,
            text=words,
            key=stage.key("question", key),
            at=stage.ago(11, hour=10 + number),
        )
    rubric = Criterion.objects.get(lesson=lesson)
    for key, words in REVIEWS.items():
        review = take_review(enrolment=places[key], lesson=lesson, at=stage.ago(9))
        marks = {rubric.pk: Mark(2, "")}
        send_review(review=review, marks=marks, feedback=words, at=stage.ago(8))
    take_review(enrolment=places["learner"], lesson=lesson, at=stage.ago(1))
    accept_work(
        hand_in=HandIn.objects.get(enrolment=places["learner"], lesson=lesson),
        by=stage.people["facilitator"],
        marks={rubric.pk: Mark(2, "")},
        feedback="I would ask it, too.",
        at=stage.ago(1),
    )


def _talk_it_over(stage: Stage, course: Course) -> None:
    """Let a rolling group meet once, where one came and one could not, and plan to meet again."""
    by = stage.people["facilitator"]
    cohort = plan_cohort(
        course=course,
        facilitators=[by],
        by=by,
        key_of_form=stage.key("cohort", "Listening together"),
        at=stage.ago(26),
        name="Listening together",
        time_zone="Europe/London",
    )
    for key in ("liam", "rosa"):
        join(stage, cohort, stage.people[key], days_ago=15)
    lesson = Lesson.objects.get(module__release=cohort.release, kind=LessonKind.LIVE)
    first = hold_session(
        stage, cohort, "What surprised you?", days_ahead=-6, made=14, lesson=lesson
    )
    hold_session(stage, cohort, "What will you do?", days_ahead=6, made=5, lesson=lesson)
    place = register(event=first, user=stage.people["liam"], seat=Seat.ONLINE, at=stage.ago(12))
    host = first.hosts.order_by("pk")[0]
    record_attendance(event=first, keys=[place.pk], has_come=True, by=host, at=first.ends_at)


def _lesson_by_lesson(
    stage: Stage, enrolment: Enrolment, words: str, *, days: int, is_shared: bool
) -> None:
    for lesson in Lesson.objects.of(enrolment.release).select_related("module").in_order():
        at = stage.ago(days - 1, hour=17)
        if lesson.kind == LessonKind.TEXT:
            complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
        elif lesson.kind == LessonKind.REFLECTION and words:
            save_reflection(
                enrolment=enrolment, lesson=lesson, words=words, is_shared=is_shared, at=at
            )


def _hand_in(stage: Stage, enrolment: Enrolment, key: str, *, days: int) -> None:
    """Hand the work in; where it came back, say what to change."""
    lesson = Lesson.objects.of(enrolment.release).get(slug="three-conversations")
    text, feedback = WORK[key]
    handed_in = hand_in(
        enrolment=enrolment,
        lesson=lesson,
        text=text,
        key=stage.key("work", key),
        at=stage.ago(days - 8, hour=19),
    )
    if feedback:
        first = Criterion.objects.filter(lesson=lesson).in_order().first()
        return_work(
            hand_in=handed_in,
            by=stage.people["facilitator"],
            marks={first.pk: Mark(0, "See below.")} if first else {},
            feedback=feedback,
            at=stage.ago(days - 10),
        )


def _answer(stage: Stage, enrolment: Enrolment, key: str, *, days: int) -> None:
    """Answer the survey: one number, and words where there are some."""
    lesson = Lesson.objects.of(enrolment.release).get(kind=LessonKind.SURVEY)
    answers = {}
    for question in lesson.survey_questions.in_order():
        if question.kind == SurveyQuestionKind.SCALE:
            answers[question.pk] = str(USEFUL[key])
        elif question.kind == SurveyQuestionKind.CHOICE:
            answers[question.pk] = question.options[USEFUL[key] % 2]
        else:
            answers[question.pk] = ADVICE.get(key, "")
    answer_survey(enrolment=enrolment, lesson=lesson, answers=answers, at=stage.ago(days - 9))
