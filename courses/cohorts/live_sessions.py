"""The live sessions of cohorts as people see them, and who came to them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from core.types import Member
from courses.models import Cohort, CohortEvent, Enrolment
from events.models import Event, Registration
from events.models.events import EventQuerySet
from events.pages.joining import link_for
from events.states import EventState

MOST_TO_ADD = 100


@dataclass(frozen=True)
class LiveSession:
    """A live session with what one person has at it."""

    event: Event
    registration: Registration | None
    # Where to join online; empty but for who has a place, from 30 minutes before the start.
    link: str
    is_ahead: bool
    is_over: bool
    # The reader hosts it or looks after all events, and so records who came.
    may_manage: bool
    # The key of the lesson that coming to it completes, for pages that have looked.
    completes: int | None = None

    @property
    def is_registered(self) -> bool:
        """Tell whether the person has a place."""
        return self.registration is not None and self.registration.is_registered

    @property
    def is_live(self) -> bool:
        """Tell whether the person has a place, is offered one, or waits."""
        return self.registration is not None and self.registration.is_live


def live_sessions_of(
    cohort: Cohort, *, reader: Member, of: Member, now: dt.datetime
) -> list[LiveSession]:
    """Return the sessions that the reader may see, the earliest first, with what the person ``of`` has at each.

    One query where there are none; otherwise three.
    """
    sessions = CohortEvent.objects.filter(cohort=cohort).values("event")
    events = list(
        Event.objects.visible_to(reader).filter(pk__in=sessions).order_by("starts_at", "pk")
    )
    if not events:
        return []
    rows = Registration.objects.filter(event__in=events, user=of)
    own = {row.event_id: row for row in rows}
    keys = [event.pk for event in events]
    managed = set(Event.objects.managed_by(reader).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        LiveSession(
            event=event,
            registration=own.get(event.pk),
            link=link_for(event, own.get(event.pk), is_host=False, now=now),
            is_ahead=event.is_ahead(now),
            is_over=event.is_over(now),
            may_manage=event.pk in managed,
        )
        for event in events
    ]


def sessions_ahead(place: Enrolment, *, now: dt.datetime) -> list[LiveSession]:
    """Return the sessions to come of a learner in a cohort that takes place; load the cohort with the place."""
    cohort = place.cohort
    if cohort is None or not place.is_here or cohort.cancelled_at is not None:
        return []
    sessions = live_sessions_of(cohort, reader=place.user, of=place.user, now=now)
    return [one for one in sessions if not one.is_over and one.event.state == EventState.PUBLISHED]


def events_to_add(cohort: Cohort, *, by: User, now: dt.datetime) -> EventQuerySet:
    """Return the events that this person looks after, that are not over, and that the cohort does not have yet."""
    events = Event.objects.managed_by(by)
    there = CohortEvent.objects.filter(cohort=cohort).values("event")
    open_ones = events.exclude(pk__in=there).exclude(state=EventState.CANCELLED)
    return open_ones.upcoming(now)


@dataclass(frozen=True)
class Attendance:
    """How many sessions a cohort has had, and to how many of them each person came."""

    held: int
    came: dict[int, int]

    def of(self, user_pk: int) -> int:
        """Return to how many sessions the person came."""
        return self.came.get(user_pk, 0)


def attendance_in(cohort: Cohort, *, now: dt.datetime) -> Attendance:
    """Return who of the cohort came to how many of its sessions. One query without any; otherwise two."""
    over = Event.objects.published().filter(ends_at__lte=now, of_cohorts__cohort=cohort)
    held = list(over.order_by("pk").values_list("pk", flat=True))
    if not held:
        return Attendance(0, {})
    learning = Enrolment.objects.not_left().filter(cohort=cohort).values("user")
    came = Registration.objects.registered().filter(
        event__in=held, has_come=True, user__in=learning
    )
    counted = came.order_by().values_list("user").annotate(times=Count("pk"))
    return Attendance(len(held), dict(counted))
