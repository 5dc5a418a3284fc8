"""What facilitators do with grades: weigh items, change and excuse with a reason, take back, and read from a file."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.form_keys import AlreadySubmitted
from core.refusals import Conflict
from courses.actions.cohorts.facilitating import tick_lesson
from courses.actions.content import lock_draft
from courses.actions.places import lock_cohort
from courses.grades.changes import NewGrade
from courses.grades.items import ATTENDANCE, items_of
from courses.kinds import GRADE_CHANGED
from courses.models import Cohort, Enrolment, Lesson, Release
from courses.models.grades import (
    GradeAct,
    GradeChange,
    GradeChangeQuerySet,
    GradeImport,
    GradeTarget,
    GradeWeight,
    WeightChange,
)
from courses.refusals import NotInCohort, OwnProgress
from notifications.actions import notify


class GradeChangedSince(Conflict):
    """Somebody changed the grade after the change that is to be taken back."""

    def __init__(self) -> None:
        super().__init__(
            _("This grade has been changed since. Look at its history before you change it.")
        )


class NothingToUndo(Conflict):
    """The grade is the computed one already."""

    def __init__(self) -> None:
        super().__init__(_("This is already the computed grade."))


class NothingToImport(Conflict):
    """A file holds no new and no changed grade."""

    def __init__(self) -> None:
        super().__init__(_("This file does not change any grade."))


@transaction.atomic
def set_release_weights(*, release: Release, weights: Mapping[str, int]) -> None:
    """Save how much each item counts in every cohort of the release that says nothing else, by the key of the item.

    Repeats safely. Raises ``ReleaseFrozen`` for what is published: those who learn by it know what counts.
    """
    release = lock_draft(release)
    for key, weight in weights.items():
        _set_weight(key, weight, release=release)


@transaction.atomic
def set_weights(
    *, cohort: Cohort, weights: Mapping[str, int], reason: str, by: User, at: dt.datetime
) -> WeightChange | None:
    """Save how much each item of the cohort counts, by the key of the item, and why it is not as before.

    An item with the weight that its release gives it follows the release. Nothing is noted where nothing changes.
    """
    cohort = lock_cohort(cohort.pk)
    items = items_of(cohort.release, cohort, has_sessions=True)
    inherited = {
        item.key: item.weight for item in items_of(cohort.release, None, has_sessions=True)
    }
    changed = [item for item in items if weights.get(item.key, item.weight) != item.weight]
    for item in changed:
        weight = weights[item.key]
        if weight == inherited[item.key]:
            GradeWeight.objects.filter(
                cohort=cohort, target=item.target, lesson=item.lesson
            ).delete()
        else:
            _set_weight(item.key, weight, cohort=cohort)
    if not changed:
        return None
    told = [
        {"title": item.title, "before": item.weight, "after": weights[item.key]} for item in changed
    ]
    return WeightChange.objects.create(
        cohort=cohort, weights=told, reason=reason, changed_by=by, changed_at=at
    )


def _set_weight(
    key: str, weight: int, *, cohort: Cohort | None = None, release: Release | None = None
) -> None:
    is_attendance = key == ATTENDANCE
    GradeWeight.objects.update_or_create(
        target=GradeTarget.ATTENDANCE if is_attendance else GradeTarget.LESSON,
        lesson=None if is_attendance else Lesson.objects.get(pk=key),
        cohort=cohort,
        release=release,
        defaults={"weight": weight},
    )


@transaction.atomic
def change_grade(
    *,
    enrolment: Enrolment,
    target: str,
    lesson: Lesson | None,
    act: GradeAct | str,
    percent: Decimal | None,
    reason: str,
    by: User,
    key: uuid.UUID,
    at: dt.datetime,
    counts_as_done: bool = False,
) -> GradeChange:
    """Give another grade, excuse, or go back to the computed one; the learner is told, with the reason.

    What is completed stays so, and a certificate too; ``counts_as_done`` ticks the lesson as well. The same ``key`` and words change nothing again. Raises
    ``OwnProgress``, ``NotInCohort`` for who has left, ``NothingToUndo`` for a computed grade that is cleared,
    ``AlreadySubmitted``, and with a tick ``AlreadyDone`` and ``NotLearning``.
    """
    enrolment = _lock(enrolment.pk, by)
    mine = _of(enrolment.pk, target, lesson.pk if lesson else None)
    if first := mine.filter(form_key=key).first():
        if (first.act, first.percent, first.reason) != (act, percent, reason):
            raise AlreadySubmitted
        return first
    if act == GradeAct.CLEAR and _held_by(mine.first()) is None:
        raise NothingToUndo
    change = GradeChange.objects.create(
        enrolment=enrolment,
        target=target,
        lesson=lesson,
        act=act,
        percent=percent,
        reason=reason,
        changed_by=by,
        changed_at=at,
        form_key=key,
    )
    _tell([change], at=at)
    if counts_as_done and lesson is not None:
        tick_lesson(enrolment=enrolment, lesson=lesson, reason=reason, by=by, at=at)
    return change


@transaction.atomic
def undo_change(*, change: GradeChange, by: User, at: dt.datetime) -> GradeChange:
    """Take back a change: what held before it holds again. Repeats safely.

    Raises ``GradeChangedSince`` when somebody changed the grade after it, ``OwnProgress`` and ``NotInCohort``.
    """
    enrolment = _lock(change.enrolment_id, by)
    mine = _of(change.enrolment_id, change.target, change.lesson_id)
    last = mine.first()
    if last is not None and last.undoes_id == change.pk:
        return last
    if last is None or last.pk != change.pk:
        raise GradeChangedSince
    undone = _taken_back(change, by, at)
    undone.enrolment = enrolment
    undone.save()
    _tell([undone], at=at)
    return undone


@transaction.atomic
def import_grades(
    *,
    cohort: Cohort,
    grades: Collection[NewGrade],
    reason: str,
    by: User,
    key: uuid.UUID,
    at: dt.datetime,
) -> GradeImport:
    """Give all these grades, or none; each learner is told. The same ``key`` gives nothing again.

    Raises ``NothingToImport``, ``NotInCohort`` when one of them has left, and ``OwnProgress``.
    """
    cohort = lock_cohort(cohort.pk)
    if first := GradeImport.objects.filter(cohort=cohort, form_key=key).first():
        return first
    if not grades:
        raise NothingToImport
    keys = {grade.enrolment for grade in grades}
    rows = Enrolment.objects.select_for_update(of=("self",)).not_left()
    places = {row.pk: row for row in rows.filter(pk__in=keys, cohort=cohort).order_by("pk")}
    if len(places) < len(keys):
        raise NotInCohort
    if any(place.user_id == by.pk for place in places.values()):
        raise OwnProgress
    taken = GradeImport.objects.create(
        cohort=cohort, reason=reason, imported_by=by, imported_at=at, form_key=key
    )
    changes = GradeChange.objects.bulk_create(
        GradeChange(
            enrolment=places[grade.enrolment],
            target=grade.target,
            lesson_id=grade.lesson,
            act=grade.act,
            percent=grade.percent,
            reason=reason,
            changed_by=by,
            changed_at=at,
            by_import=taken,
            form_key=key,
        )
        for grade in grades
    )
    _tell(changes, at=at)
    return taken


@transaction.atomic
def undo_import(*, taken: GradeImport, by: User, at: dt.datetime) -> int:
    """Take back the grades of one file; return how many. What somebody changed since stays. Repeats safely.

    Raises ``OwnProgress`` when one of the grades is their own.
    """
    taken = GradeImport.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    if taken.undone_at is not None:
        return 0
    changes = list(taken.changes.select_related("enrolment").order_by("pk"))
    if any(change.enrolment.user_id == by.pk for change in changes):
        raise OwnProgress
    # Locks in the order of the keys, as the import takes them.
    keys = sorted({change.enrolment_id for change in changes})
    list(Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    last = set(
        GradeChange.objects.filter(enrolment__in=keys).holding().values_list("pk", flat=True)
    )
    undone = [_taken_back(change, by, at) for change in changes if change.pk in last]
    for row in undone:
        row.save()
    taken.undone_at = at
    taken.save(update_fields=["undone_at"])
    _tell(undone, at=at)
    return len(undone)


def _lock(enrolment: int, by: User) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("release__course")
    place = rows.get(pk=enrolment)
    if place.user_id == by.pk:
        raise OwnProgress
    if not place.is_here:
        raise NotInCohort
    return place


def _of(enrolment: int, target: str, lesson: int | None) -> GradeChangeQuerySet:
    """Return the changes of one learner's grade for one item, the newest first."""
    rows = GradeChange.objects.filter(enrolment=enrolment, target=target, lesson=lesson)
    return rows.newest_first()


def _held_by(last: GradeChange | None) -> GradeChange | None:
    """Return the last change, unless it went back to the computed grade."""
    return None if last is None or last.act == GradeAct.CLEAR else last


def _taken_back(change: GradeChange, by: User, at: dt.datetime) -> GradeChange:
    """Return a new change by which what held before this one holds again; the caller saves it."""
    earlier = _of(change.enrolment_id, change.target, change.lesson_id).filter(pk__lt=change.pk)
    before = _held_by(earlier.first())
    return GradeChange(
        enrolment=change.enrolment,
        target=change.target,
        lesson_id=change.lesson_id,
        act=before.act if before else GradeAct.CLEAR,
        percent=before.percent if before else None,
        reason=before.reason if before else change.reason,
        changed_by=by,
        changed_at=at,
        undoes=change,
        form_key=uuid.uuid4(),
    )


def _tell(changes: Collection[GradeChange], *, at: dt.datetime) -> None:
    """Tell each learner what was changed and why, in one notification for each of their changes."""
    rows = GradeChange.objects.filter(pk__in=[change.pk for change in changes])
    for change in rows.select_related("enrolment__user", "enrolment__release__course", "lesson"):
        notify(
            recipients=[change.enrolment.user],
            kind=GRADE_CHANGED,
            key=f"{GRADE_CHANGED.name}:{change.pk}",
            target=change,
            at=at,
            text=change.shown_reason,
            course=change.enrolment.release.course,
        )
