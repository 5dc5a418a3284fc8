"""Tables of events."""

from events.models.events import Event, EventRecord
from events.models.registrations import Registration
from events.models.series import EventSeries

__all__ = ["Event", "EventRecord", "EventSeries", "Registration"]
