"""The newsletter's part of the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from newsletters.models import Issue, IssueCopy, Subscriber


@export_part("newsletters")
def newsletter_of(user: User) -> DataPart:
    """Return the person's subscription, which issues went to them, and those that they put together."""
    subscribed = Subscriber.objects.filter(user=user)
    copies = IssueCopy.objects.filter(subscriber__user=user).order_by("issue__sent_at", "pk")
    made = Issue.objects.filter(created_by=user).order_by("created_at", "pk")
    return DataPart(
        data={
            "subscription": list(subscribed.values("state", "asked_at", "confirmed_at")),
            "topics": list(
                subscribed.exclude(topics=None)
                .order_by("topics__label")
                .values_list("topics__label", flat=True)
            ),
            "issues": list(copies.values("issue__title", "issue__sent_at", "state")),
            "put together": list(made.values("title", "introduction", "created_at", "state")),
        }
    )
