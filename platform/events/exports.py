"""The events part of the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from events.models import Event, Registration


@export_part("events")
def events_of(user: User) -> DataPart:
    """Return the events for which the person registered, and those that they made or host."""
    hosted = Event.objects.filter(hosts=user).order_by("starts_at", "pk")
    made = Event.objects.filter(created_by=user).order_by("starts_at", "pk")
    return DataPart(
        data={
            "registrations": list(
                Registration.objects.filter(user=user)
                .order_by("event__starts_at", "pk")
                .values(
                    "event__title", "event__starts_at", "seat", "state", "registered_at", "has_come"
                )
            ),
            "hosted": list(hosted.values("title", "starts_at", "state")),
            "made": list(made.values("title", "summary", "about", "starts_at", "state")),
        }
    )
