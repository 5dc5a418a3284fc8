"""Who may still open what events tell people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from events import kinds
from events.models import Event, EventSeries, Registration
from events.models.events import known_to
from events.states import LIVE_STATES, EventState, RegistrationState
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")
_OF_PLACE = (kinds.REGISTERED, kinds.REMINDER_WEEK, kinds.REMINDER_DAY, kinds.REMINDER_HOUR)
_OF_CHANGE = (kinds.MOVED, kinds.CHANGED)


def _with(*states: str) -> Exists:
    """Return the condition on events that the reader has a registration in one of these states."""
    own = Registration.objects.filter(event=OuterRef("pk"), user=OuterRef(_READER))
    return Exists(own.filter(state__in=states))


@may_open(
    *(*_OF_PLACE, *_OF_CHANGE, kinds.WAITING, kinds.OFFERED),
    *(kinds.LAPSED, kinds.WITHDRAWN, kinds.CANCELLED),
)
def events_registered_for() -> QuerySet[Event]:
    """Describe events for which the reader has registered at some time."""
    own = Registration.objects.filter(event=OuterRef("pk"), user=OuterRef(_READER))
    known = known_to(OuterRef(_READER))
    return Event.objects.exclude(state=EventState.DRAFT).filter(known, Exists(own))


@may_open(kinds.HOST_MOVED, kinds.HOST_CANCELLED)
def events_hosted() -> QuerySet[Event]:
    """Describe events that the reader hosts."""
    return Event.objects.filter(hosts=_READER)


@is_current(*_OF_PLACE)
def events_ahead_with_a_place(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events that are not over and at which the reader has a place."""
    return _going_on(moment).filter(_with(RegistrationState.REGISTERED))


@is_current(*_OF_CHANGE)
def events_ahead_with_anything(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events that are not over, and for which the reader has a place or waits for one."""
    return _going_on(moment).filter(_with(*LIVE_STATES))


@is_current(kinds.HOST_MOVED)
def events_ahead(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events that take place and are not over."""
    return _going_on(moment)


@is_current(kinds.WAITING)
def events_waited_for(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events ahead with the reader on the waiting list."""
    return _going_on(moment).filter(_with(RegistrationState.WAITING))


@is_current(kinds.OFFERED)
def events_with_an_offer(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events with a place that is offered to the reader now."""
    offered = Registration.objects.filter(
        event=OuterRef("pk"), user=OuterRef(_READER), state=RegistrationState.OFFERED
    )
    return _going_on(moment).filter(Exists(offered.filter(offered_until__gt=moment)))


@is_current(kinds.LAPSED)
def events_with_a_lapsed_offer(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events ahead for which the reader let an offer pass."""
    return _going_on(moment).filter(_with(RegistrationState.LAPSED))


@is_current(kinds.WITHDRAWN)
def events_given_up(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events ahead at which the reader gave up a place."""
    return _going_on(moment).filter(_with(RegistrationState.WITHDRAWN))


@is_current(kinds.CANCELLED, kinds.HOST_CANCELLED)
def cancelled_events(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events that were cancelled."""
    return Event.objects.filter(state=EventState.CANCELLED)


def _going_on(moment: dt.datetime) -> QuerySet[Event]:
    return Event.objects.filter(state=EventState.PUBLISHED, ends_at__gt=moment)


def _series_with(rows: QuerySet[Registration]) -> QuerySet[EventSeries]:
    """Describe series with one of these registrations of the reader."""
    own = rows.filter(user=OuterRef(_READER), event__series=OuterRef("pk"))
    known = Event.objects.exclude(state=EventState.DRAFT).filter(
        known_to(OuterRef(OuterRef(OuterRef(_READER))))
    )
    return EventSeries.objects.filter(Exists(own.filter(event__in=known.values("pk"))))


@may_open(kinds.SERIES_REGISTERED, kinds.SERIES_WITHDRAWN, kinds.SERIES_CANCELLED)
def series_registered_for() -> QuerySet[EventSeries]:
    """Describe series of which the reader has registered for an event at some time."""
    return _series_with(Registration.objects.all())


@is_current(kinds.SERIES_REGISTERED)
def series_ahead(moment: dt.datetime) -> QuerySet[EventSeries]:
    """Describe series with an event ahead for which the reader has a place or waits for one."""
    return _series_with(Registration.objects.live().ahead(moment))


@is_current(kinds.SERIES_WITHDRAWN)
def series_given_up(moment: dt.datetime) -> QuerySet[EventSeries]:
    """Describe series of which the reader gave up a place."""
    return _series_with(Registration.objects.filter(state=RegistrationState.WITHDRAWN))


@is_current(kinds.SERIES_CANCELLED)
def series_with_cancelled_events(moment: dt.datetime) -> QuerySet[EventSeries]:
    """Describe series of which an event was cancelled."""
    return _series_with(Registration.objects.filter(event__state=EventState.CANCELLED))
