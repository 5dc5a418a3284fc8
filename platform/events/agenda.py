"""What my home shows of events: those to come that are mine, and places that are offered to me."""

import datetime as dt

from django.db.models import Case, Q, QuerySet, When
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.prepared import prepared
from events.audiences import expected_by_others
from events.models import Event, Registration
from events.states import EventState, RegistrationState

_MONTH = dt.timedelta(days=31)
_FORTNIGHT = dt.timedelta(days=14)


@do_next("events")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return the places that are offered to the person, and hosted events whose guests are not ticked. Two queries."""
    return [*_places_to_take(user, now), *_attendance_to_record(user, now)]


def _places_to_take(user: User, now: dt.datetime) -> list[ToDo]:
    return [
        ToDo(
            title=_("Take your place at %(event)s, or pass it on") % {"event": offer.event},
            address=offer.get_absolute_url(),
            why=_("It is held for you until %(moment)s") % {"moment": _moment(offer.offered_until)},
            weight=95,
            due_at=offer.offered_until,
        )
        for offer in _offers(user, now)
    ]


def _attendance_to_record(user: User, now: dt.datetime) -> list[ToDo]:
    return [
        ToDo(
            title=_("Record who attended %(event)s") % {"event": event},
            address=reverse("events:event_people", args=[event.pk]),
            why=_("It was on %(day)s") % {"day": formats.date_format(event.starts_at, "j F")},
            weight=40,
        )
        for event in _unrecorded(user, now, now - _FORTNIGHT)
    ]


@prepared
def _unrecorded(user: User, now: dt.datetime, since: dt.datetime) -> QuerySet[Event]:
    unknown = Registration.objects.registered().filter(has_come=None).exclude(user=user)
    over = Event.objects.published().filter(hosts=user, ends_at__lte=now, ends_at__gt=since)
    return over.filter(pk__in=unknown.values("event")).order_by("starts_at", "pk")


@prepared
def _offers(user: User, now: dt.datetime) -> QuerySet[Registration]:
    offered = Registration.objects.filter(user=user, state=RegistrationState.OFFERED)
    open_ones = offered.filter(event__state=EventState.PUBLISHED, offered_until__gt=now)
    return open_ones.select_related("event").order_by("offered_until", "pk")


@coming_up("events")
def coming_up_of(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the events of the next month in which the person takes part, that they host or are expected at. One query."""
    return [
        ComingUp(_coming(event), event.get_absolute_url(), event.starts_at)
        for event in _between(user, now, now + _MONTH)
    ]


def _coming(event: Event) -> str:
    if event.is_mine:  # type: ignore[attr-defined]  # annotated below
        return event.title
    return _("%(event)s: you have not registered yet") % {"event": event}


@prepared
def _between(user: User, first: dt.datetime, last: dt.datetime) -> QuerySet[Event]:
    own = Registration.objects.filter(user=user)
    hosted = Event.hosts.through._default_manager.filter(user=user)
    mine = Q(pk__in=own.registered().values("event")) | Q(pk__in=hosted.values("event"))
    # Who withdrew has answered, and who waits is told of a place.
    unanswered = expected_by_others(user) & Q(starts_at__gt=first) & ~Q(pk__in=own.values("event"))
    events = Event.objects.filter(mine | unanswered, state=EventState.PUBLISHED, ends_at__gt=first)
    is_mine = Case(When(mine, then=True), default=False)
    return events.filter(starts_at__lte=last).annotate(is_mine=is_mine).order_by("starts_at", "pk")


def _moment(moment: dt.datetime | None) -> str:
    return formats.date_format(timezone.localtime(moment), "j F, H:i")
