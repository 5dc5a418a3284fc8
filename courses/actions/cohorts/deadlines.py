"""Setting deadlines, shifting one for a person, and copying a cohort with all of its dates."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from courses.actions.cohorts.planning import name_facilitators
from courses.actions.places import lock_cohort
from courses.kinds import DEADLINE_SHIFTED
from courses.models import Cohort, Deadline, DeadlineShift, Enrolment, Lesson, Module, Release
from courses.refusals import CohortCancelled, EnrolmentClosed, NotInCohort
from notifications.actions import notify


@transaction.atomic
def set_deadline(
    *,
    cohort: Cohort,
    thing: Lesson | Module,
    due_on: dt.date | None = None,
    days_after: int | None = None,
) -> Deadline:
    """Set the last day for a lesson or a module of the cohort, in place of the one before. Repeats safely.

    Raises ``CohortCancelled``.
    """
    cohort = lock_cohort(cohort.pk)
    if cohort.cancelled_at is not None:
        raise CohortCancelled
    target: dict[str, Any] = {"lesson" if isinstance(thing, Lesson) else "module": thing}
    deadline, _is_new = Deadline.objects.update_or_create(
        cohort=cohort,
        **target,
        defaults={"due_on": due_on, "days_after": days_after},
    )
    return deadline


@transaction.atomic
def remove_deadline(*, deadline: Deadline) -> None:
    """Remove a deadline, with what was shifted for single learners. Repeats safely."""
    lock_cohort(deadline.cohort_id)
    Deadline.objects.filter(pk=deadline.pk).delete()


@transaction.atomic
def shift_deadline(
    *,
    deadline: Deadline,
    enrolment: Enrolment,
    due_on: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
) -> DeadlineShift:
    """Give one learner another last day and tell them why. Repeats safely. Raises ``NotInCohort``."""
    cohort = lock_cohort(deadline.cohort_id)
    place = Enrolment.objects.select_for_update(of=("self",)).select_related("user")
    learner = place.active().filter(pk=enrolment.pk, cohort=cohort).first()
    if learner is None:
        raise NotInCohort
    same = DeadlineShift.objects.filter(
        deadline=deadline, enrolment=learner, due_on=due_on, reason=reason
    )
    if first := same.first():
        return first
    shift, _is_new = DeadlineShift.objects.update_or_create(
        deadline=deadline,
        enrolment=learner,
        defaults={"due_on": due_on, "reason": reason, "shifted_by": by, "shifted_at": at},
    )
    shift.deadline.cohort = cohort
    notify(
        recipients=[learner.user],
        kind=DEADLINE_SHIFTED,
        key=f"{DEADLINE_SHIFTED.name}:{shift.pk}:{due_on.isoformat()}:{at.isoformat()}",
        target=shift,
        at=at,
        text=reason,
    )
    return shift


@transaction.atomic
def copy_cohort(
    *,
    cohort: Cohort,
    name: str,
    starts_on: dt.date | None,
    by: User,
    key_of_form: uuid.UUID,
    at: dt.datetime,
) -> tuple[Cohort, list[str]]:
    """Plan another cohort like this one, in the newest version of the course; return it and what was left out.

    All of its days move by as many days as its first one. Deadlines of lessons that the newest version does not have
    are left out. The same form key gives the first copy again. Raises ``EnrolmentClosed``.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if first := first_result(Cohort.objects.select_related("release__course"), key_of_form):
        return first, []
    source = Cohort.objects.select_related("release__course").get(pk=cohort.pk)
    release = Release.objects.current().filter(course=source.release.course_id).first()
    if release is None:
        raise EnrolmentClosed
    release.course = source.release.course
    is_moved = source.starts_on and starts_on
    shift = starts_on - source.starts_on if is_moved else dt.timedelta()  # type: ignore[operator]
    copy = Cohort.objects.create(
        release=release,
        name=name,
        time_zone=source.time_zone,
        starts_on=starts_on if source.starts_on else None,
        ends_on=_moved(source.ends_on, shift),
        opens_on=_moved(source.opens_on, shift),
        closes_on=_moved(source.closes_on, shift),
        capacity=source.capacity,
        has_waiting_list=source.has_waiting_list,
        entry=source.entry,
        key=source.key,
        created_at=at,
        form_key=key_of_form,
    )
    named = list(User.objects.open().filter(pk__in=source.facilitators.values("pk")))
    name_facilitators(copy, named or [by], by=by, at=at)
    return copy, _copy_deadlines(source, copy, shift)


def _copy_deadlines(source: Cohort, copy: Cohort, shift: dt.timedelta) -> list[str]:
    lessons = {one.lineage: one for one in Lesson.objects.of(copy.release)}
    modules = {one.slug: one for one in Module.objects.filter(release=copy.release)}
    copies, left_out = [], []
    for deadline in Deadline.objects.filter(cohort=source).for_display():
        lesson = lessons.get(deadline.lesson.lineage) if deadline.lesson else None
        module = modules.get(deadline.module.slug) if deadline.module else None
        if lesson is None and module is None:
            left_out.append(str(deadline))
            continue
        due_on = _moved(deadline.due_on, shift)
        copies.append(
            Deadline(
                cohort=copy,
                lesson=lesson,
                module=module,
                due_on=due_on,
                days_after=deadline.days_after,
            )
        )
    Deadline.objects.bulk_create(copies)
    return left_out


def _moved(day: dt.date | None, shift: dt.timedelta) -> dt.date | None:
    return day + shift if day else None
