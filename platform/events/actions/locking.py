"""The lock of an event."""

from events.models import Event


def lock_event(event: Event) -> Event:
    """Lock the event. Take this lock before those of its registrations, all of them with ``no_key``."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
