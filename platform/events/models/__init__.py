"""Tables of events."""

from events.models.events import Event
from events.models.registrations import Registration

__all__ = ["Event", "Registration"]
