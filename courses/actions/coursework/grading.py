"""Grading work: accepted, or returned for changes, alone or many at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.permissions import allows
from courses.actions.completion import complete_if_done, record_completion
from courses.kinds import WORK_ACCEPTED, WORK_RETURNED
from courses.models import Criterion, CriterionMark, Enrolment, HandIn, Lesson
from courses.models.assignments import assignment_of
from courses.refusals import (
    HandedInAgain,
    NoWordsForLearner,
    OwnWork,
    PointsMissing,
    RubricNotWhole,
)
from courses.states import HAND_IN_FLOW
from notifications.actions import notify


@dataclass(frozen=True)
class Mark:
    """The points and words for one criterion; without points it is not decided."""

    points: int | None = None
    words: str = ""


@transaction.atomic
def accept_work(
    *,
    hand_in: HandIn,
    by: User,
    marks: Mapping[int, Mark],
    feedback: str = "",
    edit_number: int | None = None,
    at: dt.datetime,
) -> HandIn:
    """Accept the work, tell its learner, and complete the lesson; in the newer release for somebody who moved there.

    ``marks`` are by the keys of the criteria. Raises ``EditedElsewhere`` when somebody graded it since this copy was
    opened, ``RubricNotWhole``, ``PointsMissing``, ``OwnWork``, ``HandedInAgain`` and ``TransitionNotAllowed``.
    """
    hand_in = _lock(hand_in, by)
    check_edit_number(hand_in, edit_number)
    criteria = list(Criterion.objects.filter(lesson=hand_in.lesson).in_order())
    if any((marks.get(each.pk) or Mark()).points is None for each in criteria):
        raise RubricNotWhole
    write_marks(hand_in, criteria, marks, feedback=feedback, by=by, at=at)
    needed = assignment_of(hand_in.lesson).points_needed
    if criteria and (hand_in.points or 0) < needed:
        raise PointsMissing(hand_in.points or 0, needed)
    HAND_IN_FLOW.make("accept", hand_in, actor=by, at=at)
    complete_work(hand_in, at)
    tell_of_decision(hand_in, at)
    return hand_in


@transaction.atomic
def return_work(
    *,
    hand_in: HandIn,
    by: User,
    marks: Mapping[int, Mark],
    feedback: str = "",
    edit_number: int | None = None,
    at: dt.datetime,
) -> HandIn:
    """Return the work for changes and tell its learner, who can hand in again.

    Raises ``EditedElsewhere`` when somebody graded it since this copy was opened, ``NoWordsForLearner``, ``OwnWork``,
    ``HandedInAgain`` and ``TransitionNotAllowed``.
    """
    hand_in = _lock(hand_in, by)
    check_edit_number(hand_in, edit_number)
    if not (feedback.strip() or any(mark.words.strip() for mark in marks.values())):
        raise NoWordsForLearner
    criteria = list(Criterion.objects.filter(lesson=hand_in.lesson).in_order())
    write_marks(hand_in, criteria, marks, feedback=feedback, by=by, at=at)
    HAND_IN_FLOW.make("return", hand_in, actor=by, at=at)
    tell_of_decision(hand_in, at)
    return hand_in


def return_many(*, keys: Sequence[int], by: User, feedback: str, at: dt.datetime) -> list[HandIn]:
    """Return all of these that still wait and that this person may grade, with the same words. Repeats safely."""
    waiting = HandIn.objects.gradable_by(by).waiting().filter(pk__in=keys)
    keys_in_order = list(waiting.order_by("pk").values_list("pk", flat=True))
    each = (_return_one(pk, by=by, feedback=feedback, at=at) for pk in keys_in_order)
    return [hand_in for hand_in in each if hand_in]


@transaction.atomic
def _return_one(pk: int, *, by: User, feedback: str, at: dt.datetime) -> HandIn | None:
    hand_in = _lock(HandIn.objects.get(pk=pk), by)
    if not (hand_in.is_waiting and allows(by, "courses.grade", hand_in)):
        return None
    return return_work(hand_in=hand_in, by=by, marks={}, feedback=feedback, at=at)


def _lock(hand_in: HandIn, by: User) -> HandIn:
    """Lock the learner's place and then the hand-in, in the order in which handing in does."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=hand_in.enrolment_id)
    rows = HandIn.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related(
        "enrolment__user",
        "enrolment__cohort",
        "enrolment__release__course",
        "lesson__module__release__course",
    ).get(pk=hand_in.pk)
    if locked.enrolment.user_id == by.pk:
        raise OwnWork
    mine = HandIn.objects.filter(enrolment=locked.enrolment, lesson=locked.lesson)
    if mine.filter(number__gt=locked.number).exists():
        raise HandedInAgain
    return locked


def write_marks(
    hand_in: HandIn,
    criteria: Sequence[Criterion],
    marks: Mapping[int, Mark],
    *,
    feedback: str,
    by: User | None,
    at: dt.datetime,
) -> None:
    """Write how work whose row is locked was judged; by nobody, where other learners did."""
    CriterionMark.objects.filter(hand_in=hand_in).delete()
    given = {each: marks.get(each.pk) or Mark() for each in criteria}
    CriterionMark.objects.bulk_create(
        CriterionMark(hand_in=hand_in, criterion=each, points=mark.points, words=mark.words)
        for each, mark in given.items()
        if mark.points is not None or mark.words
    )
    points = [mark.points for mark in given.values() if mark.points is not None]
    hand_in.points = sum(points) if points else None
    hand_in.out_of = sum(each.most for each in criteria) if points else None
    hand_in.feedback, hand_in.graded_by, hand_in.graded_at = feedback, by, at
    hand_in.is_with_peers = False
    hand_in.save(
        update_fields=[
            "points",
            "out_of",
            "feedback",
            "graded_by",
            "graded_at",
            "is_with_peers",
            "edit_number",
        ]
    )


def complete_work(hand_in: HandIn, at: dt.datetime) -> None:
    """Record the lesson as done where the learner is now. Who left has it on record for their return."""
    place, lesson = hand_in.enrolment, hand_in.lesson
    while moved := Enrolment.objects.filter(moved_from=place).first():
        same = Lesson.objects.of(moved.release).filter(lineage=lesson.lineage, kind=lesson.kind)
        found = same.first()
        if found is None:
            break
        place, lesson = moved, found
    rows = Enrolment.objects.select_for_update(of=("self",))
    place = rows.select_related("release__course", "user").get(pk=place.pk)
    record_completion(place, lesson, at=at)
    complete_if_done(place, at=at)


def tell_of_decision(hand_in: HandIn, at: dt.datetime) -> None:
    """Tell the learner how their work was decided."""
    kind = WORK_RETURNED if hand_in.state == HandIn.State.RETURNED else WORK_ACCEPTED
    notify(
        recipients=[hand_in.enrolment.user],
        kind=kind,
        key=f"{kind.name}:{hand_in.pk}",
        target=hand_in,
        at=at,
        text=hand_in.feedback,
    )
