"""What this app adds to the export of my data."""

from accounts.export import Part, export_part
from accounts.models import User
from notifications.models import Notification, Preference


@export_part("notifications")
def notifications_of(user: User) -> Part:
    told = Notification.objects.filter(recipient=user).newest_first()
    chosen = Preference.objects.filter(user=user)
    return Part(
        data={
            "told": list(told.values("kind", "title", "text", "address", "created_at", "read_at")),
            "preferences": list(chosen.values("group", "channel")),
        }
    )
