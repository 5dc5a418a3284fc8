"""How the learners of cohorts are doing, who is stuck, and with which question. The same queries for one as for many."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.cohorts.deadlines import Due, day_of, dues_by_place, dues_of, works_of
from courses.cohorts.in_charge import cohorts_in_charge_of
from courses.cohorts.standing import day_there, first_moment, state_of
from courses.models import (
    Answer,
    Attempt,
    Cohort,
    Deadline,
    DeadlineShift,
    Enrolment,
    ExtraAttempts,
    Lesson,
    LessonCompletion,
    Question,
    StaffTick,
)
from courses.progress.stored import progress_of
from courses.progress.table_of_contents import table_of_contents
from courses.states import CohortState, EnrolmentState

IDLE_AFTER = dt.timedelta(days=7)
FAILED_OFTEN = 2


class Stuck(models.TextChoices):
    """Why somebody does not get on."""

    NO_ATTEMPTS = "no_attempts", _("No attempts left")
    FAILED = "failed", _("Failed twice or more")
    OVERDUE = "overdue", _("Overdue")
    IDLE = "idle", _("Nothing for 7 days")


@dataclass
class Failing:
    """A quiz that a learner has tried and not passed."""

    lesson: Lesson
    made: int
    last_at: dt.datetime
    allowed: int | None
    question: str = ""

    @property
    def is_out(self) -> bool:
        return self.allowed is not None and self.made >= self.allowed


@dataclass
class Learner:
    """One learner of a cohort as a facilitator sees them."""

    place: Enrolment
    last_at: dt.datetime
    failing: list[Failing] = field(default_factory=list)
    overdue: list[Due] = field(default_factory=list)
    reasons: tuple[Stuck, ...] = ()

    @property
    def done(self) -> int:
        return progress_of(self.place).done

    @property
    def total(self) -> int:
        return progress_of(self.place).total

    @property
    def is_stuck(self) -> bool:
        return bool(self.reasons)

    @cached_property
    def worst(self) -> Failing | None:
        """Return the quiz at which the learner fails: first one without attempts left, then the one tried most often."""
        return max(self.failing, key=lambda one: (one.is_out, one.made, one.last_at), default=None)


def learners_of(cohorts: Sequence[Cohort], *, now: dt.datetime) -> dict[int, list[Learner]]:
    """Return the learners of each cohort by its key; load ``release__course`` with the cohorts.

    Five queries, one more where the last lesson of somebody was ticked by staff, and for each release of a process the
    first time its table of contents. With which question they fail is added by ``with_questions``.
    """
    by_key = {cohort.pk: cohort for cohort in cohorts}
    places = list(
        _with_last_tick(Enrolment.objects.not_left().filter(cohort__in=by_key))
        .select_related("user", "progress", "certificate")
        .order_by("user__full_name", "pk")
    )
    own = _last_done_by_themselves(places)
    tries = _tries(Attempt.objects.filter(enrolment__cohort__in=by_key))
    extra = _extra_attempts(ExtraAttempts.objects.filter(enrolment__cohort__in=by_key))
    deadlines, shifts = _deadlines(by_key)
    frames = {pk: _Frame(cohort, deadlines[pk], now) for pk, cohort in by_key.items()}
    found: dict[int, list[Learner]] = {pk: [] for pk in by_key}
    for place in places:
        frame = frames[place.cohort_id or 0]
        place.cohort, place.release = frame.cohort, frame.cohort.release
        mine = tries.get(place.pk, ())
        learner = Learner(
            place, _last_seen(place, own, mine), _failing(place, mine, extra, frame.lessons)
        )
        learner.overdue = frame.overdue(place, shifts.get(place.pk, {}))
        learner.reasons = frame.reasons(learner)
        found[frame.cohort.pk].append(learner)
    return found


@dataclass(frozen=True)
class _Try:
    """How often one learner has tried one quiz, and when last."""

    lesson: int
    made: int
    last_at: dt.datetime


class _Frame:
    """What is the same for all learners of a cohort at one moment."""

    def __init__(self, cohort: Cohort, deadlines: list[Deadline], now: dt.datetime) -> None:
        self.cohort = cohort
        self.now = now
        self.today = day_there(cohort, now)
        self.is_running = state_of(cohort, now) == CohortState.RUNNING
        self.begun_at = (
            first_moment(cohort.starts_on, cohort.time_zone) if cohort.starts_on else None
        )
        self.works = works_of(cohort, deadlines)
        # In a rolling cohort the days are those of each learner.
        self.may_be_past = {
            work.deadline.pk
            for work in self.works
            if cohort.is_rolling or day_of(work.deadline, None, cohort) < self.today
        }
        self.lessons = {one.pk: one for one in table_of_contents(cohort.release).lessons}

    def overdue(self, place: Enrolment, shifts: Mapping[int, DeadlineShift]) -> list[Due]:
        """Return what the learner should have done by now, the earliest first."""
        if place.state != EnrolmentState.ACTIVE:
            return []
        done = set(progress_of(place).done_lessons)
        left = [
            work
            for work in self.works
            if (work.deadline.pk in self.may_be_past or work.deadline.pk in shifts)
            and not work.keys <= done
        ]
        dues = dues_of(place, self.cohort, left, shifts, today=self.today)
        return [due for due in dues if due.is_overdue]

    def reasons(self, learner: Learner) -> tuple[Stuck, ...]:
        """Return why the learner is stuck; nobody is in a cohort that is not under way."""
        if learner.place.state != EnrolmentState.ACTIVE or not self.is_running:
            return ()
        begun = max(learner.last_at, self.begun_at) if self.begun_at else learner.last_at
        holds = {
            Stuck.NO_ATTEMPTS: any(one.is_out for one in learner.failing),
            Stuck.FAILED: any(
                one.made >= FAILED_OFTEN and not one.is_out for one in learner.failing
            ),
            Stuck.OVERDUE: bool(learner.overdue),
            Stuck.IDLE: self.now - begun >= IDLE_AFTER,
        }
        return tuple(reason for reason, is_so in holds.items() if is_so)


def learning_in_full(user: User, *, now: dt.datetime) -> list[Learner]:
    """Return how a person does in each of their courses, with or without a cohort; the one begun last comes first.

    Why they are stuck is not judged: only a cohort that is under way has a pace. Seven queries, and one more where staff
    ticked the last lesson, however many courses and cohorts.
    """
    mine = Enrolment.objects.not_left().filter(user=user).newest_first()
    places = list(
        _with_last_tick(mine).select_related("user", "release__course", "progress", "cohort")
    )
    tries = _tries(Attempt.objects.filter(enrolment__in=places))
    extra = _extra_attempts(ExtraAttempts.objects.filter(enrolment__in=places))
    dues = dues_by_place(places, now=now)
    own = _last_done_by_themselves(places)
    learners = []
    for place in places:
        tried = tries.get(place.pk, [])
        contents = table_of_contents(place.release).lessons if tried else ()
        lessons = {one.pk: one for one in contents}
        seen = _last_seen(place, own, tried)
        learner = Learner(place, seen, _failing(place, tried, extra, lessons))
        learner.overdue = [due for due in dues.get(place.pk, ()) if due.is_overdue]
        learners.append(learner)
    return with_questions(learners)


def stuck_learners(learners: Iterable[Learner]) -> list[Learner]:
    """Return who is stuck."""
    return [learner for learner in learners if learner.is_stuck]


def stuck_in_cohorts_of(
    people: Sequence[User], now: dt.datetime
) -> dict[int, list[tuple[Cohort, int]]]:
    """Return for each of these facilitators their cohorts under way with stuck learners, and how many there are.

    Seven queries, however many people, cohorts and learners.
    """
    found: dict[int, list[tuple[Cohort, int]]] = {person.pk: [] for person in people}
    pairs = cohorts_in_charge_of(found)
    cohorts = Cohort.objects.filter(pk__in={cohort for _user, cohort in pairs}, cancelled_at=None)
    running = {
        cohort.pk: cohort
        for cohort in cohorts.select_related("release__course")
        if state_of(cohort, now) == CohortState.RUNNING
    }
    if not running:
        return found
    learners = learners_of(list(running.values()), now=now)
    numbers = {pk: len(stuck_learners(some)) for pk, some in learners.items()}
    for user, cohort in pairs:
        if numbers.get(cohort):
            found[user].append((running[cohort], numbers[cohort]))
    return found


def _with_last_tick(places: models.QuerySet[Enrolment]) -> models.QuerySet[Enrolment]:
    """Load with each place when staff last counted a lesson as done there."""
    ticks = StaffTick.objects.filter(enrolment=OuterRef("pk")).order_by("-ticked_at")
    return places.annotate(last_tick_at=Subquery(ticks.values("ticked_at")[:1]))


def _last_done_by_themselves(places: Sequence[Enrolment]) -> dict[int, dt.datetime | None]:
    """Return by enrolment when somebody last did a lesson: what staff ticked says nothing of the learner.

    One query for all whose last lesson was ticked, and none where there are none.
    """
    own = {place.pk: progress_of(place).last_done_at for place in places}
    ticked = [
        place.pk
        for place in places
        if place.last_tick_at and place.last_tick_at == own[place.pk]  # type: ignore[attr-defined]
    ]
    if not ticked:
        return own
    by_staff = StaffTick.objects.filter(enrolment=OuterRef("enrolment"), lesson=OuterRef("lesson"))
    done = LessonCompletion.objects.filter(~Exists(by_staff), enrolment__in=ticked).order_by()
    rows = done.values_list("enrolment").annotate(last=Max("completed_at"))
    return own | dict.fromkeys(ticked) | dict(rows)


def _last_seen(
    place: Enrolment, own: Mapping[int, dt.datetime | None], tries: Iterable[_Try]
) -> dt.datetime:
    moments = [
        place.joined_at or place.enrolled_at,
        own[place.pk],
        *(one.last_at for one in tries),
    ]
    return max(moment for moment in moments if moment)


def _failing(
    place: Enrolment,
    tries: Iterable[_Try],
    extra: Mapping[tuple[int, int], int],
    lessons: Mapping[int, Lesson],
) -> list[Failing]:
    """Return the quizzes among these lessons that the learner has tried and not passed."""
    done = set(progress_of(place).done_lessons)
    found = []
    for one in tries:
        lesson = lessons.get(one.lesson)
        if lesson is None or one.lesson in done:
            continue
        allowed = lesson.max_attempts
        if allowed is not None:
            allowed += extra.get((place.pk, one.lesson), 0)
        found.append(Failing(lesson, one.made, one.last_at, allowed))
    return found


def _tries(attempts: models.QuerySet[Attempt]) -> dict[int, list[_Try]]:
    """Return by enrolment how often each quiz was tried. One query."""
    rows = (
        attempts.order_by()
        .values_list("enrolment", "lesson")
        .annotate(made=Count("pk"), last=Max("submitted_at"))
    )
    tries: dict[int, list[_Try]] = defaultdict(list)
    for enrolment, lesson, made, last in rows:
        tries[enrolment].append(_Try(lesson, made, last))
    return tries


def _extra_attempts(given: models.QuerySet[ExtraAttempts]) -> dict[tuple[int, int], int]:
    rows = given.order_by().values_list("enrolment", "lesson").annotate(sum=Sum("number"))
    return {(enrolment, lesson): number for enrolment, lesson, number in rows}


def with_questions(learners: list[Learner]) -> list[Learner]:
    """Add to what each of these learners fails the question that they answered wrong most often. Two queries."""
    failing = {
        (learner.place.pk, one.lesson.pk): one for learner in learners for one in learner.failing
    }
    if not failing:
        return learners
    wrong = Answer.objects.filter(
        attempt__enrolment__in={enrolment for enrolment, _lesson in failing},
        attempt__lesson__in={lesson for _enrolment, lesson in failing},
        is_correct=False,
    ).order_by()
    rows = wrong.values_list("attempt__enrolment", "attempt__lesson", "question").annotate(
        times=Count("pk"), last=Max("attempt__submitted_at")
    )
    most: dict[tuple[int, int], tuple[int, dt.datetime, int]] = {}
    for enrolment, lesson, question, times, last in rows:
        key = enrolment, lesson
        if key in failing:
            most[key] = max(most.get(key, (0, last, question)), (times, last, question))
    asked = Question.objects.filter(pk__in={question for *_rest, question in most.values()})
    prompts = dict(asked.order_by().values_list("pk", "prompt"))
    for key, (*_rest, question) in most.items():
        failing[key].question = prompts[question]
    return learners


def _deadlines(
    cohorts: Mapping[int, Cohort],
) -> tuple[dict[int, list[Deadline]], dict[int, dict[int, DeadlineShift]]]:
    """Return the deadlines by cohort, and what was shifted by enrolment and deadline. Two queries."""
    deadlines: dict[int, list[Deadline]] = defaultdict(list)
    for deadline in Deadline.objects.filter(cohort__in=cohorts).for_display():
        deadlines[deadline.cohort_id].append(deadline)
    shifts: dict[int, dict[int, DeadlineShift]] = defaultdict(dict)
    wanted = Q(deadline__cohort__in=cohorts) & Q(enrolment__cohort__in=cohorts)
    for shift in DeadlineShift.objects.filter(wanted):
        shifts[shift.enrolment_id][shift.deadline_id] = shift
    return deadlines, shifts
