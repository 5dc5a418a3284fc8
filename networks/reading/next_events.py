"""The next events of a network, for its front page."""

import datetime as dt

from django.db.models import QuerySet

from core.prepared import prepared
from core.types import Person
from events.models import Event
from networks.models import Network, events_of

_MOST = 2


@prepared
def next_events(network: Network, reader: Person, now: dt.datetime) -> QuerySet[Event]:
    """Return the next events of the network that the reader may come to."""
    return events_of(network, reader).published().upcoming(now)[:_MOST]
