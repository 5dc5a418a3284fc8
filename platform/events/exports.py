"""The events part of the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from events.models import Event


@export_part("events")
def events_of(user: User) -> DataPart:
    """Return the events that the person made or hosts."""
    hosted = Event.objects.filter(hosts=user).order_by("starts_at", "pk")
    made = Event.objects.filter(created_by=user).order_by("starts_at", "pk")
    return DataPart(
        data={
            "hosted": list(hosted.values("title", "starts_at", "state")),
            "made": list(made.values("title", "summary", "about", "starts_at", "state")),
        }
    )
