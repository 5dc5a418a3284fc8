"""Figures of the mail that waits, left or failed, for doctor and metrics."""

import datetime as dt

from django.db.models import Count, Max, Min, Q

from notifications.models import Delivery, DeliveryState

# A mail fails for good within two days and a half of tries: this looks at those of the last weeks.
RECENT = dt.timedelta(days=7)


def deliveries_by_state() -> dict[str, int]:
    """Return the number of mails in each state."""
    counted = Delivery.objects.values_list("state").annotate(count=Count("pk")).order_by("state")
    return dict.fromkeys(DeliveryState.values, 0) | dict(counted)


def oldest_due(now: dt.datetime) -> dt.datetime | None:
    """Return since when the mail waits that should have left first, or nothing when none is late."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now)
    return due.aggregate(oldest=Min("next_try_at"))["oldest"]


def last_sent() -> dt.datetime | None:
    """Return when the last mail left."""
    return Delivery.objects.aggregate(last=Max("sent_at"))["last"]


def failed_since(moment: dt.datetime) -> int:
    """Return how many mails failed for good whose last try was after that moment."""
    return Delivery.objects.filter(Q(state=DeliveryState.FAILED), next_try_at__gte=moment).count()


def retried() -> int:
    """Return how many mails wait that were refused at least once."""
    return (
        Delivery.objects.filter(state=DeliveryState.WAITING, tries__gt=0).exclude(error="").count()
    )
