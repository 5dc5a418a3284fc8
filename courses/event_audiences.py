"""Whom cohorts let into their live sessions, and what follows when these are published or people came.

Each is a query of its own, so that none of them multiplies the rows of another. A cancelled cohort lets nobody in.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.types import Person
from courses.actions.cohorts.attendance import complete_by_coming, tell_of_sessions
from courses.models.cohort_events import CohortEvent
from courses.models.cohorts import Cohort
from courses.models.learning import Enrolment
from courses.states import EnrolmentState
from events.audiences import event_audience, events_expecting
from events.models import Event
from events.uses import EventUse, after_attendance, after_publication, event_uses

_HERE = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)


def _sessions(**who: Any) -> QuerySet[Any, Any]:
    return CohortEvent.objects.filter(cohort__cancelled_at=None, **who).values("event")


@event_audience("courses.learners")
def events_of_learners(reader: Any) -> QuerySet[Any, Any]:
    """Return the live sessions of cohorts in which the reader learns, or has completed the course."""
    return _sessions(cohort__enrolments__user=reader, cohort__enrolments__state__in=_HERE)


@event_audience("courses.facilitators")
def events_of_facilitators(reader: Any) -> QuerySet[Any, Any]:
    """Return the live sessions of cohorts that name the reader as a facilitator."""
    return _sessions(cohort__facilitators=reader)


@event_audience("courses.course_facilitators")
def events_of_course_facilitators(reader: Any) -> QuerySet[Any, Any]:
    """Return the live sessions of the cohorts of courses that the reader facilitates."""
    return _sessions(cohort__release__course__facilitators=reader)


@events_expecting("courses")
def events_for_learners(reader: Any) -> QuerySet[Any, Any]:
    """Return the live sessions of cohorts in which the reader learns now."""
    return _sessions(
        cohort__enrolments__user=reader, cohort__enrolments__state=EnrolmentState.ACTIVE
    )


after_attendance("courses")(complete_by_coming)
after_publication("courses")(tell_of_sessions)


@event_uses("courses")
def cohorts_of(reader: Person, event: Event) -> list[EventUse]:
    """Return the cohorts of the reader whose session this is, or the lesson for which it counts. Three queries at most."""
    if not reader.is_authenticated:
        return []
    rows = CohortEvent.objects.filter(event=event).select_related(
        "cohort__release__course", "lesson__module"
    )
    sessions = list(rows.order_by("pk"))
    if not sessions:
        return []
    places = Enrolment.objects.not_left().filter(
        user=reader, cohort__in=[row.cohort_id for row in sessions]
    )
    mine = set(places.values_list("cohort", flat=True))
    led = set(
        Cohort.objects.facilitated_by(reader)
        .filter(pk__in=[row.cohort_id for row in sessions])
        .values_list("pk", flat=True)
    )
    return [
        _use(row, is_learner=row.cohort_id in mine)
        for row in sessions
        if row.cohort_id in mine | led
    ]


def _use(row: CohortEvent, *, is_learner: bool) -> EventUse:
    course = row.cohort.release.course
    if row.lesson is not None and is_learner:
        row.lesson.module.release = row.cohort.release
        words = _("Counts for the lesson “%(lesson)s” of %(course)s")
        address = row.lesson.get_absolute_url()
        return EventUse(words % {"lesson": row.lesson, "course": course}, address)
    words = _("Live session of %(cohort)s, %(course)s") % {"cohort": row.cohort, "course": course}
    return EventUse(words, row.cohort.get_absolute_url())
