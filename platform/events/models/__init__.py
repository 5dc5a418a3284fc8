"""Tables of events."""

from events.models.events import Event

__all__ = ["Event"]
