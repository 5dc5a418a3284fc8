"""The calendar's part of the personal data export. Its address is a secret and not part of it."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from calendars.models import CalendarFeed


@export_part("calendars")
def calendar_of(user: User) -> DataPart:
    """Return whether the person has a calendar address, and when it was made and last read."""
    feed = CalendarFeed.objects.filter(user=user)
    return DataPart(data={"calendar_feed": feed.values("made_at", "last_read_on").first()})
