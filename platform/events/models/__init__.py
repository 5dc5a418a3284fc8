"""Tables of events."""

from events.models.events import Event, EventRecord
from events.models.registrations import Registration

__all__ = ["Event", "EventRecord", "Registration"]
