"""The events of networks: what a network announces to its members, or to everyone."""

import datetime as dt
from typing import Self

from django.db import models

from accounts.models import User
from core.types import Person
from events.models import Event
from events.models.events import EventQuerySet, is_organiser
from events.states import EventAccess, EventState
from networks.models.networks import MembershipRole, Network, NetworkNews
from networks.states import MembershipState


class NetworkEventQuerySet(models.QuerySet["NetworkEvent"]):
    def of_members(self, reader: object) -> Self:
        """Return the events of networks in which the reader is an active member."""
        return self._of(reader)

    def of_moderators(self, reader: object) -> Self:
        """Return the events of networks that the reader moderates."""
        return self._of(reader, network__memberships__role=MembershipRole.MODERATOR)

    def of_those_who_want_news(self, reader: object) -> Self:
        """Return the events of networks of which the reader wants all news."""
        return self._of(reader, network__memberships__news=NetworkNews.ALL)

    def _of(self, reader: object, **also: object) -> Self:
        # In one call, so that all is asked of one membership.
        active = {"network__memberships__state": MembershipState.ACTIVE}
        return self.filter(network__memberships__user=reader, **active, **also)

    def for_members_alone(self) -> Self:
        """Return the events that are not public, of which only members know."""
        return self.filter(event__access=EventAccess.GROUP)


class NetworkEvent(models.Model):
    """An event that a network holds. Those who moderate the network look after it, besides its hosts."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "event"], name="networkevent_is_one"),
        ]

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="events")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="of_networks")
    added_at = models.DateTimeField(editable=False)

    objects = NetworkEventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.event_id} of {self.network_id}"


def events_in_hand(user: User, now: dt.datetime) -> EventQuerySet:
    """Return the events to come that this person looks after without any network: their own, and all for who makes events.

    These they can add to a network and take out again, without losing sight of them.
    """
    coming = Event.objects.upcoming(now).exclude(state=EventState.CANCELLED)
    if is_organiser(user):
        return coming.filter(pk__in=Event.objects.managed_by(user).order_by().values("pk"))
    hosted = Event.hosts.through._default_manager.filter(user=user).values("event")
    return coming.filter(pk__in=hosted)


def events_to_add(network: Network, *, by: User, now: dt.datetime) -> EventQuerySet:
    """Return the events that this person can add to the network, the soonest first."""
    there = NetworkEvent.objects.filter(network=network).values("event")
    return events_in_hand(by, now).exclude(pk__in=there)


def events_of(network: Network, reader: Person) -> EventQuerySet:
    """Return the events of the network that the reader may see."""
    mine = NetworkEvent.objects.filter(network=network).values("event")
    return Event.objects.visible_to(reader).filter(pk__in=mine)
