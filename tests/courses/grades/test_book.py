"""The grades of a cohort: what each learner has, and a total that a slow reference reckons as well."""

import datetime as dt
import random
import uuid
from decimal import Decimal
from fractions import Fraction

import pytest

from courses.actions.cohorts.deadlines import set_deadline, shift_deadline
from courses.actions.completion import record_completion
from courses.actions.grades import change_grade, set_weights
from courses.grades.book import GradeState, gradebook_of, grades_of, rounded
from courses.models import (
    Attempt,
    Cohort,
    Deadline,
    DeadlineShift,
    Enrolment,
    GradeChange,
    GradeWeight,
    HandIn,
    Lesson,
    LessonCompletion,
)
from courses.models.grades import GradeAct, GradeTarget
from courses.progress.stored import reckoned_progress
from courses.states import HandInState, LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortPlaceFactory
from tests.courses.grades.classroom import NOW, cohort_with, lessons_of, tried
from tests.shared import shared

pytestmark = pytest.mark.django_db


def handed_in(place: Enrolment, lesson: Lesson, state: HandInState, **words) -> HandIn:
    number = HandIn.objects.filter(enrolment=place, lesson=lesson).count() + 1
    given = {"number": number, "form_key": uuid.uuid4(), "handed_in_at": NOW, "state": state}
    return HandIn.objects.create(enrolment=place, lesson=lesson, **{**given, **words})


def changed(place: Enrolment, lesson: Lesson | None, act: GradeAct, percent=None) -> GradeChange:
    return change_grade(
        enrolment=place,
        target=GradeTarget.LESSON if lesson else GradeTarget.TOTAL,
        lesson=lesson,
        act=act,
        percent=percent,
        reason="Agreed with the learner.",
        by=place.cohort.facilitators.get(),
        key=uuid.uuid4(),
        at=NOW,
    )


def due(cohort: Cohort, lesson: Lesson, days: int) -> Deadline:
    return set_deadline(cohort=cohort, thing=lesson, days_after=10 + days)


def state_of(place: Enrolment, lesson: Lesson) -> tuple[GradeState, Decimal | None]:
    place = Enrolment.objects.select_related("release__course", "cohort", "progress").get(
        pk=place.pk
    )
    grade = grades_of(place, now=NOW).lines[0].grades[str(lesson.pk)]
    return grade.state, grade.shown


def test_the_first_attempt_that_passed_counts_until_then_the_best():
    cohort = cohort_with(LessonKind.QUIZ)
    quiz, place = lessons_of(cohort)[0], CohortPlaceFactory(cohort=cohort)

    shown = [state_of(place, quiz)]
    for points, is_passed in ((1, False), (3, False), (2, False), (8, True), (10, True)):
        tried(place, quiz, points, 10, is_passed=is_passed)
        shown.append(state_of(place, quiz))

    graded = GradeState.GRADED
    assert shown == [
        (GradeState.OPEN, None),
        (graded, Decimal("10.0")),
        (graded, Decimal("30.0")),
        (graded, Decimal("30.0")),
        (graded, Decimal("80.0")),
        (graded, Decimal("80.0")),
    ]


def test_work_waits_comes_back_and_is_accepted():
    cohort = cohort_with(LessonKind.ASSIGNMENT)
    task, place = lessons_of(cohort)[0], CohortPlaceFactory(cohort=cohort)

    work = handed_in(place, task, HandInState.WAITING)
    shown = [state_of(place, task)]
    for state, points in ((HandInState.RETURNED, 1), (HandInState.ACCEPTED, 3)):
        HandIn.objects.filter(pk=work.pk).update(state=state, points=points, out_of=4)
        shown.append(state_of(place, task))
    HandIn.objects.filter(pk=work.pk).update(points=None, out_of=None)
    shown.append(state_of(place, task))

    assert shown == [
        (GradeState.TO_GRADE, None),
        (GradeState.RETURNED, None),
        (GradeState.GRADED, Decimal("75.0")),
        (GradeState.GRADED, Decimal("100.0")),
    ]


def test_what_nobody_did_is_missing_after_the_last_day_and_late_is_said():
    cohort = cohort_with(LessonKind.QUIZ, LessonKind.QUIZ)
    first, second = lessons_of(cohort)
    idle, late, given_time = (CohortPlaceFactory(cohort=cohort) for _ in range(3))
    deadline = due(cohort, first, -3)
    due(cohort, second, 3)
    tried(late, first, 1, 2)
    shift_deadline(
        deadline=deadline,
        enrolment=given_time,
        due_on=NOW.date() + dt.timedelta(days=5),
        reason="Ill.",
        by=cohort.facilitators.get(),
        at=NOW,
    )

    lines = {line.place.pk: line for line in gradebook_of(cohort, now=NOW).lines}

    assert state_of(idle, first) == (GradeState.MISSING, None)
    assert state_of(idle, second) == (GradeState.OPEN, None)
    assert state_of(late, first) == (GradeState.LATE, Decimal("50.0"))
    assert state_of(given_time, first) == (GradeState.OPEN, None)
    assert [lines[place.pk].shown_total for place in (idle, late, given_time)] == [
        Decimal("0.0"),
        Decimal("50.0"),
        None,
    ]


def test_a_change_holds_with_its_reason_and_never_lowers_what_is_completed():
    cohort = cohort_with(LessonKind.QUIZ)
    quiz, place = lessons_of(cohort)[0], CohortPlaceFactory(cohort=cohort)
    tried(place, quiz, 2, 2, is_passed=True)
    LessonCompletion.objects.create(enrolment=place, lesson=quiz, completed_at=NOW)

    shown = []
    for act, percent in (
        (GradeAct.GRADE, Decimal("12.5")),
        (GradeAct.EXCUSE, None),
        (GradeAct.CLEAR, None),
    ):
        changed(place, quiz, act, percent)
        shown.append(state_of(place, quiz))

    assert shown == [
        (GradeState.GRADED, Decimal("12.5")),
        (GradeState.EXCUSED, None),
        (GradeState.GRADED, Decimal("100.0")),
    ]
    assert reckoned_progress(place).done_lessons == [quiz.pk]


def test_grades_are_rounded_half_up_only_where_they_are_shown():
    assert [rounded(Fraction(number)) for number in ("0.05", "33.349", "66.65", "100")] == [
        Decimal("0.1"),
        Decimal("33.3"),
        Decimal("66.7"),
        Decimal("100.0"),
    ]


def reference_total(place: Enrolment, cohort: Cohort) -> Fraction | None:
    """Reckon a total item by item with a question to the database for each fact."""
    own = GradeChange.objects.filter(enrolment=place, target="total").order_by("-pk").first()
    if own is not None and own.act == "grade":
        return Fraction(own.percent)
    points, weights = Fraction(0), Fraction(0)
    for lesson in lessons_of(cohort):
        row = GradeWeight.objects.filter(cohort=cohort, lesson=lesson).first()
        usual = 1 if lesson.kind in ("quiz", "assignment") else 0
        weight = row.weight if row else usual
        percent = reference_percent(place, lesson, cohort)
        if weight and percent is not None:
            points += weight * percent
            weights += weight
    return points / weights if weights else None


def reference_percent(place: Enrolment, lesson: Lesson, cohort: Cohort) -> Fraction | None:  # noqa: C901  (one branch for each kind of lesson)
    last = GradeChange.objects.filter(enrolment=place, lesson=lesson).order_by("-pk").first()
    if last is not None and last.act != "clear":
        return None if last.act == "excuse" else Fraction(last.percent)
    if lesson.kind == "quiz":
        attempts = list(Attempt.objects.filter(enrolment=place, lesson=lesson).order_by("number"))
        passed = [one for one in attempts if one.is_passed]
        if passed:
            return Fraction(100 * passed[0].points, passed[0].out_of)
        if attempts:
            return max(Fraction(100 * one.points, one.out_of) for one in attempts)
    elif lesson.kind == "assignment":
        work = HandIn.objects.filter(enrolment=place, lesson=lesson).order_by("-number").first()
        if work is not None:
            if work.state != "accepted":
                return None
            return Fraction(100 * work.points, work.out_of) if work.out_of else Fraction(100)
    elif lesson.pk in reckoned_progress(place).done_lessons:
        return Fraction(100)
    if lesson.pk in reckoned_progress(place).done_lessons:
        return None
    deadline = Deadline.objects.filter(cohort=cohort, lesson=lesson).first()
    if deadline is None:
        return None
    shift = DeadlineShift.objects.filter(deadline=deadline, enrolment=place).first()
    day = shift.due_on if shift else cohort.starts_on + dt.timedelta(days=deadline.days_after)
    return Fraction(0) if day < NOW.date() else None


@shared
def places() -> list[Enrolment]:
    """Three learners of a cohort with a lesson of each kind that is graded, and two of one."""
    cohort = cohort_with(
        LessonKind.QUIZ, LessonKind.QUIZ, LessonKind.ASSIGNMENT, LessonKind.REFLECTION
    )
    return [CohortPlaceFactory(cohort=cohort) for _ in range(3)]


@pytest.mark.parametrize("seed", range(6))
def test_totals_equal_the_slow_reference_after_any_sequence(places, seed):
    chance = random.Random(seed)
    cohort = places[0].cohort
    lessons = lessons_of(cohort)
    for lesson in lessons:
        if chance.random() < 0.7:
            due(cohort, lesson, chance.randint(-6, 6))
    for _ in range(25):
        _happen(chance, cohort, chance.choice(places), chance.choice(lessons))

    book = gradebook_of(cohort, now=NOW)

    assert {line.place.pk: line.total for line in book.lines} == {
        place.pk: reference_total(place, cohort) for place in places
    }


def _happen(chance: random.Random, cohort: Cohort, place: Enrolment, lesson: Lesson) -> None:
    """Let one random thing happen to one learner and lesson."""
    kind = chance.choice(["work", "work", "work", "change", "total", "weight", "done"])
    if kind == "weight":
        weights = {str(lesson.pk): chance.randint(0, 5)}
        set_weights(cohort=cohort, weights=weights, reason="Chance", by=UserFactory(), at=NOW)
    elif kind == "total":
        held = GradeChange.objects.filter(enrolment=place, target="total").order_by("-pk").first()
        is_set = held is not None and held.act == "grade"
        act = GradeAct.CLEAR if is_set else GradeAct.GRADE
        changed(place, None, act, None if is_set else Decimal(chance.randint(0, 100)))
    elif kind == "change":
        act = chance.choice([GradeAct.GRADE, GradeAct.EXCUSE])
        percent = Decimal(chance.randint(0, 10_000)) / 100 if act == GradeAct.GRADE else None
        changed(place, lesson, act, percent)
    elif kind == "done" or lesson.kind == LessonKind.REFLECTION:
        if not LessonCompletion.objects.filter(enrolment=place, lesson=lesson).exists():
            record_completion(place, lesson, at=NOW)
    elif lesson.kind == LessonKind.QUIZ:
        out_of = chance.randint(1, 7)
        tried(place, lesson, chance.randint(0, out_of), out_of, is_passed=chance.random() < 0.3)
    elif not HandIn.objects.filter(enrolment=place, lesson=lesson, state="waiting").exists():
        state = chance.choice(list(HandInState))
        words = {"points": 3, "out_of": 7} if state == HandInState.ACCEPTED else {}
        handed_in(place, lesson, state, **words)


@pytest.mark.parametrize(("learners", "quizzes"), [(1, 1), (7, 4)])
def test_the_gradebook_takes_the_same_queries_however_large(
    django_assert_num_queries, learners, quizzes
):
    cohort = cohort_with(*[LessonKind.QUIZ] * quizzes)
    for _ in range(learners):
        place = CohortPlaceFactory(cohort=cohort, user=UserFactory())
        for lesson in lessons_of(cohort):
            tried(place, lesson, 1, 2)
            due(cohort, lesson, 3)
    cohort = Cohort.objects.select_related("release__course").get(pk=cohort.pk)
    gradebook_of(cohort, now=NOW)

    with django_assert_num_queries(8):
        book = gradebook_of(cohort, now=NOW)

    assert (len(book.lines), len(book.items)) == (learners, quizzes)
