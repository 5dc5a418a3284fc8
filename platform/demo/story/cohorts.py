"""Chapter 2, groups: a cohort that is over, one under way, and one that is open to join."""

from typing import Any

from accounts.models import Organisation, User
from courses.actions.attempts import submit_attempt
from courses.actions.cohorts.deadlines import set_deadline, shift_deadline
from courses.actions.cohorts.facilitating import write_to_learners
from courses.actions.cohorts.joining import join_cohort
from courses.actions.cohorts.live_sessions import create_live_session
from courses.actions.cohorts.organisation_places import take_organisation_place
from courses.actions.cohorts.organisations import hand_out_place, set_places_aside
from courses.actions.cohorts.planning import plan_cohort
from courses.models import Cohort, Course, Enrolment, Lesson, Module, Question
from courses.states import NUMBER_KINDS, LessonKind, QuestionKind
from demo.story.stage import Stage
from events.actions.afterwards import record_attendance
from events.actions.events import publish_event
from events.actions.registrations import register
from events.models import Event, Registration
from events.states import EventMode, Seat

# Who took the course with the first cohort, and who takes it with the one under way.
FIRST_GROUP = 3
EVENING_GROUP = ("learner", "liam", "chidi", "callum", "rosa", "thandi")


def plan_cohorts(stage: Stage, course: Course) -> dict[str, Cohort]:
    """Plan the three cohorts of the course, as their facilitator did."""
    return {
        "over": _plan(stage, course, "First group", days=(-158, -60), planned=165),
        "under way": _plan(
            stage, course, "Evening group", days=(-28, 35), planned=40, capacity=len(EVENING_GROUP)
        ),
        "open": _plan(stage, course, "New year group", days=(14, 77), planned=5, capacity=12),
    }


def _plan(
    stage: Stage, course: Course, name: str, *, days: tuple[int, int], planned: int, **words: Any
) -> Cohort:
    by = stage.people["facilitator"]
    return plan_cohort(
        course=course,
        facilitators=[by],
        by=by,
        key_of_form=stage.key("cohort", name),
        at=stage.ago(planned),
        name=name,
        time_zone="Europe/London",
        starts_on=stage.day(days[0]),
        ends_on=stage.day(days[1]),
        **words,
    )


def join(stage: Stage, cohort: Cohort, user: User, *, days_ago: int) -> Enrolment:
    """Let somebody join a cohort that has a place."""
    place = join_cohort(cohort=cohort, user=user, at=stage.ago(days_ago))
    if not isinstance(place, Enrolment):
        raise TypeError("The cohort of the story is full.")
    return place


def teach_cohorts(stage: Stage, cohorts: dict[str, Cohort]) -> None:
    """Set deadlines, let one learner fail and be written to, and let others wait or join."""
    running = cohorts["under way"]
    modules = Module.objects.filter(release=running.release).in_order()
    deadlines = [
        set_deadline(cohort=running, thing=module, days_after=14 * number)
        for number, module in enumerate(modules, start=1)
    ]
    by = stage.people["facilitator"]
    places = Enrolment.objects.active().filter(cohort=running).select_related("release", "user")
    failing = places.get(user=stage.people["callum"])
    for number, days_ago in enumerate((12, 9)):
        _fail(stage, failing, number=number, days_ago=days_ago)
    shift_deadline(
        deadline=deadlines[0],
        enrolment=places.get(user=stage.people["thandi"]),
        due_on=stage.day(3),
        reason="Away for two weeks with a sick child.",
        by=by,
        at=stage.ago(16),
    )
    write_to_learners(
        cohort=running,
        places=[failing],
        words="The second question asks for the slope, not for the gap.\nShall we look at it together on Thursday?",
        by=by,
        key=stage.key("message", "callum"),
        at=stage.ago(8),
    )
    join_cohort(cohort=running, user=stage.people["noor"], at=stage.ago(6))
    join(stage, cohorts["open"], stage.people["kofi"], days_ago=2)
    hold_live_sessions(stage, running)
    set_places_of_organisation(stage, cohorts["open"])


def set_places_of_organisation(stage: Stage, cohort: Cohort) -> None:
    """Set three places aside for the organisation of one member, of which one is taken and one handed out by name."""
    organisation = Organisation.objects.get(profiles__user=stage.people["member"])
    places = set_places_aside(
        cohort=cohort,
        organisation=organisation,
        representative=stage.people["member"],
        number=3,
        at=stage.ago(4),
    )
    take_organisation_place(places=places, user=stage.people["jack"], at=stage.ago(3))
    hand_out_place(
        places=places,
        email="new.colleague@demo.example",
        by=stage.people["member"],
        at=stage.ago(2),
    )


def hold_live_sessions(stage: Stage, cohort: Cohort) -> None:
    """Give the cohort under way two live sessions: one that is over, with who came, and one to come."""
    first = hold_session(stage, cohort, "Your first gradient", days_ahead=-11, made=25)
    ahead = hold_session(stage, cohort, "Bring your own figures", days_ahead=4, made=12)
    for event, keys, days_ago in (
        (first, ("learner", "liam", "chidi", "rosa"), 20),
        (ahead, ("liam", "rosa", "thandi"), 9),
    ):
        for user in stage.cast(keys):
            register(event=event, user=user, seat=Seat.ONLINE, at=stage.ago(days_ago))
    places = Registration.objects.filter(event=first).registered()
    came = places.filter(user__in=stage.cast(("learner", "liam", "rosa")))
    there = set(came.values_list("pk", flat=True))
    away = set(places.values_list("pk", flat=True)) - there
    host = first.hosts.order_by("pk")[0]
    for chosen, has_come in ((there, True), (away, False)):
        record_attendance(event=first, keys=chosen, has_come=has_come, by=host, at=first.ends_at)


def hold_session(
    stage: Stage,
    cohort: Cohort,
    title: str,
    *,
    days_ahead: int,
    made: int,
    lesson: Lesson | None = None,
) -> Event:
    """Publish a live session of the cohort, online in the evening; perhaps one that completes a lesson."""
    by = stage.people["facilitator"]
    event = create_live_session(
        cohort=cohort,
        by=by,
        at=stage.ago(made),
        key=stage.key("live session", title),
        starts_at=stage.ago(-days_ahead, hour=18),
        time_zone=cohort.time_zone,
        minutes=60,
        topics=stage.topics(["indicators-monitoring"]),
        hosts=[by],
        lesson=lesson,
        title=title,
        summary=f"An hour for everybody in {cohort}, with your questions.",
        about="",
        mode=EventMode.ONLINE,
        place="",
        join_link="https://meet.example.org/evening-group",
        capacity_in_person=None,
        capacity_online=None,
    )
    return publish_event(event=event, by=by, at=stage.ago(made - 1))


def _fail(stage: Stage, place: Enrolment, *, number: int, days_ago: int) -> None:
    quiz = Lesson.objects.of(place.release).filter(kind=LessonKind.QUIZ).in_order()[0]
    submit_attempt(
        enrolment=place,
        lesson=quiz,
        answers={question.pk: _wrong(question) for question in quiz.questions.all()},
        key=stage.key("failed attempt", place.pk, number),
        at=stage.ago(days_ago, hour=19),
    )


def _wrong(question: Question) -> Any:
    """Return an answer that earns no points."""
    if question.kind in NUMBER_KINDS:
        return "987654"
    if question.kind == QuestionKind.SHORT_TEXT:
        return "I do not know"
    options = question.options.order_by("position")
    if question.kind == QuestionKind.ORDERING:
        return [option.pk for option in reversed(options)]
    return [option.pk for option in options if not option.is_correct][:1]
