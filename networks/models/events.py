"""The events of networks: what a network announces to its members, or to everyone."""

from typing import Self

from django.db import models

from core.types import Person
from events.models import Event
from events.models.events import EventQuerySet
from events.states import EventAccess
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


def events_of(network: Network, reader: Person) -> EventQuerySet:
    """Return the events of the network that the reader may see."""
    mine = NetworkEvent.objects.filter(network=network).values("event")
    return Event.objects.visible_to(reader).filter(pk__in=mine)
