"""What became of mails, in numbers for those who run the site."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from notifications.models import Delivery, DeliveryState

_LATELY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DeliveryCounts:
    """Numbers of mails. "Lately" is within the last day.

    ``longest_due`` is for how long the mail that should have left first has been due: more than a few minutes mean that
    the mail server is away, or that nobody sends.
    """

    waiting: int
    failed: int
    failed_lately: int
    expired_lately: int
    longest_due: dt.timedelta


def count_deliveries(*, at: dt.datetime) -> DeliveryCounts:
    """Count the mails that wait and those that could not be sent, as far as the log goes back. One query."""
    failed = Q(state=DeliveryState.FAILED)
    is_late = Q(next_try_at__gte=at - _LATELY)
    waiting = Q(state=DeliveryState.WAITING)
    found = Delivery.objects.exclude(state=DeliveryState.SENT).aggregate(
        waiting=Count("pk", filter=waiting),
        failed=Count("pk", filter=failed),
        failed_lately=Count("pk", filter=failed & is_late),
        expired_lately=Count("pk", filter=Q(state=DeliveryState.EXPIRED) & is_late),
        first=Min("next_try_at", filter=waiting),
    )
    first = found.pop("first")
    longest_due = max(at - first, dt.timedelta()) if first else dt.timedelta()
    return DeliveryCounts(**found, longest_due=longest_due)
