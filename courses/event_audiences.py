"""Whom cohorts let into their live sessions: their learners, their facilitators, and those of their courses.

Each is a query of its own, so that none of them multiplies the rows of another. A cancelled cohort lets nobody in.
"""

from typing import Any

from django.db.models import QuerySet

from courses.models.cohort_events import CohortEvent
from courses.states import EnrolmentState
from events.audiences import event_audience

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
