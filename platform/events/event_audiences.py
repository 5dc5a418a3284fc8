"""Whom events themselves let in, whoever they are for: their hosts."""

from typing import Any

from django.db.models import QuerySet

from events.audiences import event_audience
from events.models import Event


@event_audience("events")
def events_of_hosts(reader: Any) -> QuerySet[Any, Any]:
    """Return the events that the reader hosts."""
    return Event.hosts.through._default_manager.filter(user=reader).values("event")
