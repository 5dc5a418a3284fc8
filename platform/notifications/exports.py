"""The notifications' part of the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from notifications.models import (
    Delivery,
    DigestChoice,
    DigestIssue,
    Notification,
    Preference,
    QuietHours,
    StoppedKind,
)


@export_part("notifications")
def notifications_of(user: User) -> DataPart:
    told = Notification.objects.open_to(user).newest_first()
    chosen = Preference.objects.filter(user=user)
    summaries = DigestIssue.objects.filter(user=user).order_by("until", "pk")
    mails = Delivery.objects.filter(notification__in=told.order_by()).order_by("pk")
    # Never what they said: a letter may hold a code.
    others = Delivery.objects.filter(address__iexact=user.email).order_by("pk")
    return DataPart(
        data={
            "told": list(told.values("kind", "title", "text", "address", "created_at", "read_at")),
            "preferences": list(chosen.values("group", "channel")),
            "stopped": list(
                StoppedKind.objects.filter(user=user).order_by("pk").values("kind", "stopped_at")
            ),
            "quiet_hours": QuietHours.objects.filter(user=user).values("begins", "ends").first(),
            "summary": DigestChoice.objects.filter(user=user).values("frequency").first(),
            "summaries": list(summaries.values("period", "since", "until")),
            "mails": list(mails.values("notification__title", "state", "sent_at")),
            "other_mails": list(others.values("mail", "state", "sent_at")),
        }
    )
