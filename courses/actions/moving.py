"""Moving a learner to another release of their course, with everything they have done."""

import datetime as dt

from django.db import transaction

from courses.actions.completion import complete_if_done
from courses.actions.coursework.carrying import carry_coursework
from courses.actions.progress import store_progress
from courses.cohorts.standing import standing_of
from courses.models import ActionPlan, Cohort, Enrolment, Lesson, LessonCompletion, Release
from courses.refusals import InCohort, NothingNewer
from courses.states import ENROLMENT_FLOW


@transaction.atomic
def move_to_newest_release(*, enrolment: Enrolment, at: dt.datetime) -> Enrolment:
    """Give the learner a place in the current release, with what they did in lessons that are in it, too.

    Each completion goes along as it is, with its moment, and the old place keeps its own. A lesson that was changed
    counts as done; one that became of another kind does not. The plan and what was written for such lessons go along.
    Whoever then has done everything completes the course. Repeats safely. Raises ``NothingNewer`` for a place in the current release, ``InCohort`` for
    one in a cohort that is not over, and ``TransitionNotAllowed`` for somebody who is not learning.
    """
    course = enrolment.release.course_id
    newest = Release.objects.current().select_for_update().filter(course=course).first()
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "release__course", "user", "cohort"
    )
    old = locked.get(pk=enrolment.pk)
    if moved := Enrolment.objects.filter(moved_from=old).select_related("release__course").first():
        return moved
    if newest is None or newest.pk == old.release_id:
        raise NothingNewer
    if old.cohort and not standing_of(old.cohort, at).is_ended:
        raise InCohort
    return move_to_release(old, newest, at=at)


def move_to_release(
    old: Enrolment, release: Release, *, at: dt.datetime, cohort: Cohort | None = None
) -> Enrolment:
    """Give the learner a place in this later release, perhaps with a cohort. Release and old place are locked."""
    ENROLMENT_FLOW.make("move", old, actor=old.user, at=at)
    new = Enrolment.objects.create(
        user=old.user,
        release=release,
        cohort=cohort,
        joined_at=at if cohort else None,
        enrolled_at=at,
        moved_from=old,
    )
    _carry(old, new)
    store_progress(new)
    ActionPlan.objects.filter(enrolment=old).update(enrolment=new)
    carry_coursework(old, new)
    complete_if_done(new, at=at)
    return new


def _carry(old: Enrolment, new: Enrolment) -> None:
    lessons = {(lesson.lineage, lesson.kind): lesson for lesson in Lesson.objects.of(new.release)}
    done = LessonCompletion.objects.filter(enrolment=old).select_related("lesson")
    LessonCompletion.objects.bulk_create(
        LessonCompletion(
            enrolment=new,
            lesson=lessons[fact.lesson.lineage, fact.lesson.kind],
            completed_at=fact.completed_at,
            carried_from=fact,
        )
        for fact in done.order_by("pk")
        if (fact.lesson.lineage, fact.lesson.kind) in lessons
    )
