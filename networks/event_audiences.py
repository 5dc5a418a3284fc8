"""Whom networks let into their events, who looks after them, and what follows when they are published."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.types import Person
from events.audiences import (
    event_audience,
    event_managers,
    events_expecting,
    for_its_audience_alone,
)
from events.models import Event
from events.uses import EventUse, after_publication, event_uses
from networks.actions.events import tell_of_network_events
from networks.models import Network, NetworkEvent


@event_audience("networks")
def events_of_members(reader: Any) -> QuerySet[Any, Any]:
    """Return the events of networks in which the reader is an active member."""
    return NetworkEvent.objects.of_members(reader).values("event")


@event_managers("networks")
def events_of_moderators(reader: Any) -> QuerySet[Any, Any]:
    """Return the events of networks that the reader moderates."""
    return NetworkEvent.objects.of_moderators(reader).values("event")


@events_expecting("networks")
def events_for_members(reader: Any) -> QuerySet[Any, Any]:
    """Return the events of networks of which the reader wants all news."""
    return NetworkEvent.objects.of_those_who_want_news(reader).values("event")


@for_its_audience_alone("networks")
def events_that_only_members_know() -> QuerySet[Any, Any]:
    """Return the events of networks that are for members alone."""
    return NetworkEvent.objects.for_members_alone().values("event")


after_publication("networks")(tell_of_network_events)


@event_uses("networks")
def networks_of(reader: Person, event: Event) -> list[EventUse]:
    """Return the networks that hold the event, as far as the reader may know of them. One query."""
    networks = Network.objects.visible_to(reader).filter(events__event=event).by_name()
    return [
        EventUse(_("Event of the network %(network)s") % {"network": each}, each.get_absolute_url())
        for each in networks
    ]
