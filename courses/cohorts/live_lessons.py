"""Lessons that are done by coming to a live session: what each learner can do, and what they do instead."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from courses.cohorts.live_sessions import LiveSession, live_sessions_of
from courses.models import Cohort, CohortEvent, Enrolment, Lesson, LiveLesson
from courses.models.cohort_events import live_lesson_of
from courses.states import LessonKind
from events.models import Event
from events.pages.joining import recording_for
from events.states import EventState


@dataclass(frozen=True)
class LivePart:
    """What stands below the text of a live session for one learner."""

    live: LiveLesson
    # The sessions of their cohort that count for the lesson, the earliest first.
    sessions: Sequence[LiveSession]
    # A recording that they may watch, and whose watching counts.
    recording: str

    @property
    def is_ahead(self) -> bool:
        """Tell whether there is a session that they can still come to."""
        return any(
            not one.is_over and one.event.state == EventState.PUBLISHED for one in self.sessions
        )

    @property
    def may_do_instead(self) -> bool:
        """Tell whether they may do what the author names instead: no session is to come. Never a dead end."""
        return not self.is_ahead


def live_part(enrolment: Enrolment, lesson: Lesson, *, now: dt.datetime) -> LivePart:
    """Return what the learner can do for this lesson. Load ``cohort`` and ``user`` with the enrolment."""
    live = live_lesson_of(lesson)
    cohort = enrolment.cohort
    if cohort is None or cohort.cancelled_at is not None:
        return LivePart(live, [], "")
    counting = CohortEvent.objects.filter(cohort=cohort, lesson=lesson)
    keys = set(counting.values_list("event", flat=True))
    if not keys:
        return LivePart(live, [], "")
    user = enrolment.user
    sessions = [
        one
        for one in live_sessions_of(cohort, reader=user, of=user, now=now)
        if one.event.pk in keys and one.event.state != EventState.DRAFT
    ]
    recordings = (
        recording_for(one.event, one.registration, is_host=False, now=now) for one in sessions
    )
    recording = next((link for link in recordings if link), "")
    return LivePart(live, sessions, recording if live.counts_recording else "")


def live_lessons_of(cohort: Cohort) -> list[Lesson]:
    """Return the lessons of the cohort's release that are done by coming to a session, in order. One query."""
    lessons = Lesson.objects.filter(module__release=cohort.release_id, kind=LessonKind.LIVE)
    return list(lessons.in_order())


def lessons_by_event(cohort: Cohort) -> dict[int, int]:
    """Return which session of the cohort counts for which lesson, by their keys. One query."""
    rows = CohortEvent.objects.filter(cohort=cohort, lesson__isnull=False)
    return dict(rows.values_list("event", "lesson"))


def lessons_for(event: Event) -> list[CohortEvent]:
    """Return the cohorts for which the event counts for a lesson, with these lessons. One query."""
    rows = CohortEvent.objects.filter(event=event, lesson__isnull=False)
    return list(rows.select_related("cohort__release", "lesson").order_by("pk"))
