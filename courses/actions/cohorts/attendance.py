"""What follows from coming to a live session, and from not coming to one."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from courses.actions.completion import complete_if_done, lock_enrolment, record_completion
from courses.actions.content import lock_draft
from courses.actions.places import lock_cohort
from courses.cohorts.live_lessons import lessons_for, live_part
from courses.kinds import SESSIONS_PUBLISHED
from courses.models import CohortEvent, Enrolment, Lesson, LiveLesson
from courses.models.cohorts import Cohort
from courses.states import EnrolmentState, LessonKind
from events.actions.locking import lock_event
from events.models import Event, Registration
from notifications.actions import notify


class NothingInstead(Conflict):
    """There is no recording to watch, or a session is to come."""

    def __init__(self) -> None:
        super().__init__(
            _("This cannot be confirmed now. Open the lesson again to see what you can do.")
        )


class NotOfCohort(Conflict):
    """The session or the lesson does not belong to the cohort."""

    def __init__(self) -> None:
        super().__init__(_("This session or lesson is not one of the cohort. Reload the page."))


def complete_by_coming(event: Event, people: Collection[int], at: dt.datetime) -> None:
    """Record the lessons for which the event counts as done for these people, wherever they learn in the course now.

    Also for who has left the cohort or moved to a newer release since. Repeats safely. Within the transaction that
    records who came, which holds the lock of the event.
    """
    for row in lessons_for(event) if people else []:
        lesson = row.lesson
        if lesson is None:
            continue
        places = Enrolment.objects.not_left().filter(
            release__course=row.cohort.release.course_id, user__in=people
        )
        rows = places.select_for_update(of=("self",)).select_related("release__course", "user")
        for place in rows.order_by("pk"):
            same = Lesson.objects.filter(
                module__release=place.release_id, lineage=lesson.lineage, kind=LessonKind.LIVE
            ).first()
            if same is not None:
                record_completion(place, same, at=at)
                complete_if_done(place, at=at)


@transaction.atomic
def count_session_for(
    *, cohort: Cohort, event: Event, lesson: Lesson | None, at: dt.datetime
) -> CohortEvent:
    """Let a session of the cohort count for a live lesson of its release, or for none.

    Whoever was recorded as having come has done the lesson at once. What is done stays done. Repeats safely. Raises
    ``NotOfCohort`` when the event or the lesson is not one of the cohort.
    """
    cohort = lock_cohort(cohort.pk)
    event = lock_event(event)
    row = CohortEvent.objects.filter(cohort=cohort, event=event).first()
    lessons = Lesson.objects.filter(module__release=cohort.release_id, kind=LessonKind.LIVE)
    if row is None or (lesson is not None and not lessons.filter(pk=lesson.pk).exists()):
        raise NotOfCohort
    row.lesson = lesson
    row.save(update_fields=["lesson"])
    came = Registration.objects.filter(event=event, has_come=True).registered()
    complete_by_coming(event, list(came.values_list("user", flat=True)), at)
    return row


@transaction.atomic
def confirm_instead(
    *, enrolment: Enrolment, lesson: Lesson, by_recording: bool, at: dt.datetime
) -> Enrolment:
    """Record the lesson as done by watching the recording, or by what its author names instead. Repeats safely.

    Raises ``NothingInstead`` for another kind of lesson, where there is no recording to watch, and while a session
    that counts is to come; ``NotLearning`` and ``LessonClosed``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    if enrolment.cohort_id is not None:
        enrolment.cohort = Cohort.objects.get(pk=enrolment.cohort_id)
    part = live_part(enrolment, lesson, now=at)
    is_open = bool(part.recording) if by_recording else part.may_do_instead
    if lesson.kind != LessonKind.LIVE or not is_open:
        raise NothingInstead
    record_completion(enrolment, lesson, at=at)
    complete_if_done(enrolment, at=at)
    return enrolment


@transaction.atomic
def edit_live_lesson(*, lesson: Lesson, counts_recording: bool, instead: str) -> LiveLesson:
    """Say what counts besides coming to a session. Repeats safely. Raises ``ReleaseFrozen``."""
    lock_draft(lesson.module.release_id)
    live, _is_new = LiveLesson.objects.update_or_create(
        lesson=lesson, defaults={"counts_recording": counts_recording, "instead": instead}
    )
    return live


def tell_of_sessions(
    events: Sequence[Event], at: dt.datetime, *, cohort: Cohort | None = None
) -> None:
    """Tell the learners of their cohorts, or of one cohort, of published sessions, once for a series.

    Whoever hosts them knows already; who learns in two of the cohorts is told once. Within a transaction.
    """
    first = min(events, key=lambda event: (event.starts_at, event.pk))
    rows = CohortEvent.objects.filter(event__in=events, cohort__cancelled_at=None)
    cohorts = [cohort.pk] if cohort else list(rows.values_list("cohort", flat=True))
    places = Enrolment.objects.filter(cohort__in=cohorts, state=EnrolmentState.ACTIVE)
    hosts = Event.hosts.through._default_manager.filter(event=first).values("user")
    people = User.objects.open().filter(pk__in=places.values("user")).exclude(pk__in=hosts)
    notify(
        recipients=list(people.order_by("pk")),
        kind=SESSIONS_PUBLISHED,
        key=f"{SESSIONS_PUBLISHED.name}:{first.pk}:{at.isoformat()}",
        target=first,
        at=at,
        number=len(events),
    )
