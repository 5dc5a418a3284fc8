"""The gradebook: what each learner has for each item. The same queries for one learner as for a thousand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.cohorts.deadlines import day_of, works_of
from courses.cohorts.live_sessions import Attendance, attendance_in
from courses.cohorts.standing import day_there, end_of
from courses.grades.items import TOTAL, Item, items_of
from courses.models import Attempt, Cohort, Deadline, DeadlineShift, Enrolment, HandIn, Release
from courses.models.grades import GradeAct, GradeChange
from courses.progress.stored import progress_of
from courses.states import HandInState, LessonKind

_WHOLE = Fraction(100)


class GradeState(models.TextChoices):
    """How a learner stands with an item."""

    GRADED = "graded", _("Graded")
    LATE = "late", _("Late")
    TO_GRADE = "to_grade", _("To grade")
    RETURNED = "returned", _("Returned")
    MISSING = "missing", _("Missing")
    EXCUSED = "excused", _("Excused")
    DONE = "done", _("Done, without a grade")
    OPEN = "open", _("Open")


@dataclass(frozen=True, slots=True)
class Score:
    """Points that somebody earned, out of how many, and when."""

    points: int
    out_of: int
    at: dt.datetime | None = None

    @property
    def percent(self) -> Fraction:
        return _WHOLE * self.points / self.out_of


@dataclass(frozen=True, slots=True)
class Grade:
    """What one learner has for one item: what they earned, and what was changed by hand.

    A gradebook holds thousands of them, so that per cent are reckoned only where they are asked for.
    """

    item: Item
    state: GradeState
    score: Score | None = None
    change: GradeChange | None = None

    @property
    def percent(self) -> Fraction | None:
        if self.change is not None:
            return None if self.change.percent is None else Fraction(self.change.percent)
        return self.score.percent if self.score else None

    @property
    def is_changed(self) -> bool:
        return self.change is not None

    @property
    def shown(self) -> Decimal | None:
        return rounded(self.percent)


@dataclass(frozen=True)
class Line:
    """All grades of one learner, reckoned when they are asked for: a page shows 25 of hundreds of lines."""

    place: Enrolment
    total_change: GradeChange | None
    reckon: Callable[[], dict[str, Grade]] = field(repr=False, compare=False)

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        return self.reckon()

    @cached_property
    def computed_total(self) -> Fraction | None:
        return total_of(self.grades.values())

    @property
    def total(self) -> Fraction | None:
        if self.total_change is not None and self.total_change.percent is not None:
            return Fraction(self.total_change.percent)
        return self.computed_total

    @property
    def shown_total(self) -> Decimal | None:
        return rounded(self.total)

    @property
    def missing(self) -> int:
        """Return how many items are missing."""
        return sum(one.state == GradeState.MISSING for one in self.grades.values())

    @property
    def to_grade(self) -> int:
        """Return how many items wait to be graded."""
        return sum(one.state == GradeState.TO_GRADE for one in self.grades.values())


@dataclass(frozen=True)
class Gradebook:
    """The items of a cohort and the lines of its learners."""

    items: Sequence[Item]
    lines: Sequence[Line]


def rounded(percent: Fraction | None, places: str = "0.1") -> Decimal | None:
    """Round per cent as they are shown: half up, to one decimal place."""
    if percent is None:
        return None
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return exact.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def total_of(grades: Iterable[Grade]) -> Fraction | None:
    """Return the mean of the grades that count, by their weights; nothing while none does."""
    weights, by_hand = 0, Fraction(0)
    # Weighed points by what they are out of: whole numbers, as fractions would take most of the time of a page.
    earned: dict[int, int] = defaultdict(int)
    for grade in grades:
        weight = grade.item.weight
        if not weight:
            continue
        if grade.change is not None:
            if grade.change.percent is not None:
                weights += weight
                by_hand += weight * Fraction(grade.change.percent)
        elif grade.score is not None:
            weights += weight
            earned[grade.score.out_of] += weight * grade.score.points
        elif grade.state is GradeState.MISSING:
            weights += weight
    whole = sum((_WHOLE * points / out_of for out_of, points in earned.items()), by_hand)
    return whole / weights if weights else None


def gradebook_of(cohort: Cohort, *, now: dt.datetime) -> Gradebook:
    """Return the gradebook of a cohort; load ``release__course`` with it. Eight queries, one more with sessions."""
    places = list(
        Enrolment.objects.not_left()
        .filter(cohort=cohort)
        .select_related("user", "progress")
        .order_by("user__full_name", "pk")
    )
    return _book(cohort.release, cohort, places, now)


def grades_of(place: Enrolment, *, now: dt.datetime) -> Gradebook:
    """Return the grades of one learner, with or without a cohort; load ``release__course``, ``cohort``, ``progress``."""
    return _book(place.release, place.cohort, [place], now)


def _book(
    release: Release, cohort: Cohort | None, places: Sequence[Enrolment], now: dt.datetime
) -> Gradebook:
    attendance = attendance_in(cohort, now=now) if cohort else Attendance(0, {})
    if cohort is not None:
        cohort.release = release
    items = items_of(release, cohort, has_sessions=bool(attendance.held))
    facts = _Facts(cohort, places, now)
    lines = []
    for place in places:
        place.release = release
        changes = facts.changes.get(place.pk, {})
        reckon = partial(_grades_of_line, items, place, facts, changes, attendance)
        lines.append(Line(place, changes.get(TOTAL), reckon))
    return Gradebook(items, lines)


def _grades_of_line(
    items: Sequence[Item],
    place: Enrolment,
    facts: "_Facts",
    changes: Mapping[str, GradeChange],
    attendance: Attendance,
) -> dict[str, Grade]:
    days = facts.days(place)
    return {
        item.key: _grade(item, place, facts, days, changes.get(item.key), attendance)
        for item in items
    }


class _Facts:
    """What was handed in, tried and changed by these learners."""

    def __init__(
        self, cohort: Cohort | None, places: Sequence[Enrolment], now: dt.datetime
    ) -> None:
        self.cohort = cohort
        # A list of five hundred keys is slower than the cohort that they share.
        mine: dict[str, object] = (
            {"enrolment__cohort": cohort}
            if cohort is not None and len(places) != 1
            else {"enrolment__in": [place.pk for place in places]}
        )
        self.scores = _quiz_scores(mine)
        self.hand_ins = _hand_ins(mine)
        self.changes = _changes(mine)
        self._ends: dict[dt.date, dt.datetime] = {}
        self.today = day_there(cohort, now) if cohort else None
        deadlines = list(Deadline.objects.filter(cohort=cohort).for_display()) if cohort else []
        self._works = works_of(cohort, deadlines) if cohort else []
        self._shifts: dict[tuple[int, int], dt.date] = {}
        if deadlines:
            shifts = DeadlineShift.objects.filter(**mine)
            rows = shifts.values_list("enrolment", "deadline", "due_on")
            self._shifts = {(place, deadline): day for place, deadline, day in rows}
        self._same_for_all = self._usual_days() if cohort and not cohort.is_rolling else None
        self._shifted = {place for place, _deadline in self._shifts}

    def _usual_days(self) -> dict[int, dt.date]:
        assert self.cohort is not None  # noqa: S101  (tells the type checker)
        return {
            lesson: day_of(work.deadline, None, self.cohort)
            for work in self._works
            for lesson in work.keys
        }

    def days(self, place: Enrolment) -> Mapping[int, dt.date]:
        """Return the last day of each lesson that has one, for this learner."""
        if self.cohort is None:
            return {}
        if self._same_for_all is not None and place.pk not in self._shifted:
            return self._same_for_all
        days = {}
        for work in self._works:
            day = self._shifts.get((place.pk, work.deadline.pk))
            day = day or day_of(work.deadline, place, self.cohort)
            days.update(dict.fromkeys(work.keys, day))
        return days

    def is_late(self, at: dt.datetime | None, due_on: dt.date | None) -> bool:
        """Tell whether a moment is after the last day, on the clocks of the cohort."""
        if at is None or due_on is None or self.cohort is None:
            return False
        if due_on not in self._ends:
            self._ends[due_on] = end_of(due_on, self.cohort.time_zone)
        return at >= self._ends[due_on]


def _grade(
    item: Item,
    place: Enrolment,
    facts: _Facts,
    days: Mapping[int, dt.date],
    change: GradeChange | None,
    attendance: Attendance,
) -> Grade:
    """Return the grade of one learner for one item, as it was computed or changed."""
    if item.lesson is None:
        score: Score | None = Score(attendance.of(place.user_id), attendance.held)
        state = GradeState.GRADED
    else:
        score, state = _computed(item, place, facts, days)
    if change is None:
        return Grade(item, state, score)
    state = GradeState.EXCUSED if change.act == GradeAct.EXCUSE else GradeState.GRADED
    return Grade(item, state, score, change)


def _computed(
    item: Item, place: Enrolment, facts: _Facts, days: Mapping[int, dt.date]
) -> tuple[Score | None, GradeState]:
    """Return what a learner earned with a lesson, and how they stand with it."""
    assert item.lesson is not None  # noqa: S101  (tells the type checker)
    lesson, key = item.lesson, (place.pk, item.lesson.pk)
    due_on = days.get(lesson.pk)
    score, state = None, None
    if lesson.kind == LessonKind.QUIZ:
        score = facts.scores.get(key)
    elif lesson.kind == LessonKind.ASSIGNMENT:
        score, state = facts.hand_ins.get(key, (None, None))
    elif lesson.pk in _done(place):
        score = Score(1, 1)
    if score is not None:
        return score, GradeState.LATE if facts.is_late(score.at, due_on) else GradeState.GRADED
    if state is not None:
        return None, state
    if lesson.pk in _done(place):
        return None, GradeState.DONE
    is_over = due_on is not None and facts.today is not None and due_on < facts.today
    return None, GradeState.MISSING if is_over else GradeState.OPEN


def _done(place: Enrolment) -> frozenset[int]:
    """Return the lessons that are done, put into a set once for each learner."""
    known: frozenset[int] | None = place.__dict__.get("_done_set")
    if known is None:
        known = place.__dict__["_done_set"] = frozenset(progress_of(place).done_lessons)
    return known


def _quiz_scores(mine: Mapping[str, object]) -> dict[tuple[int, int], Score]:
    """Return the attempt that counts of each learner and quiz: the first that passed, or else the best."""
    rows = Attempt.objects.filter(**mine).order_by("enrolment", "lesson", "number")
    scores: dict[tuple[int, int], Score] = {}
    passed: set[tuple[int, int]] = set()
    for place, lesson, points, out_of, is_passed, at in rows.values_list(
        "enrolment", "lesson", "points", "out_of", "is_passed", "submitted_at"
    ):
        key = (place, lesson)
        if key in passed:
            continue
        best = scores.get(key)
        if is_passed or best is None or points * best.out_of > best.points * out_of:
            scores[key] = Score(points, out_of, at)
        if is_passed:
            passed.add(key)
    return scores


def _hand_ins(
    mine: Mapping[str, object],
) -> dict[tuple[int, int], tuple[Score | None, GradeState | None]]:
    """Return what became of the last hand-in of each learner and assignment; without a rubric, accepted is all."""
    rows = HandIn.objects.filter(**mine).order_by("number")
    found: dict[tuple[int, int], tuple[Score | None, GradeState | None]] = {}
    for place, lesson, state, points, out_of, at in rows.values_list(
        "enrolment", "lesson", "state", "points", "out_of", "handed_in_at"
    ):
        if state == HandInState.ACCEPTED:
            earned = Score(points, out_of, at) if points is not None and out_of else None
            found[place, lesson] = (earned or Score(1, 1, at), None)
        elif state == HandInState.RETURNED:
            found[place, lesson] = (None, GradeState.RETURNED)
        else:
            found[place, lesson] = (None, GradeState.TO_GRADE)
    return found


def _changes(mine: Mapping[str, object]) -> dict[int, dict[str, GradeChange]]:
    """Return the change by hand that holds for each learner and item."""
    rows = GradeChange.objects.filter(**mine).select_related("changed_by").order_by("pk")
    found: dict[int, dict[str, GradeChange]] = defaultdict(dict)
    for change in rows:
        if change.act == GradeAct.CLEAR:
            found[change.enrolment_id].pop(change.item, None)
        else:
            found[change.enrolment_id][change.item] = change
    return found
