"""Clearing the log of mails."""

import datetime as dt

from notifications.channels import DIGEST_MAIL
from notifications.models import Delivery, DeliveryState, DigestIssue

# How long the log keeps a mail that has left. Longer than a summary looks back (14 days), as it leaves out what was
# mailed at once.
KEPT_SENT = dt.timedelta(days=30)
# How long the log keeps a mail that failed, and which summaries went out.
KEPT_FAILED = dt.timedelta(days=180)


def forget_deliveries(*, at: dt.datetime) -> None:
    """Delete mails from the log 30 days after they left or expired, failed ones after 180, and old summaries' rows.

    Repeats safely.
    """
    sent = Delivery.objects.filter(state=DeliveryState.SENT, sent_at__lt=at - KEPT_SENT)
    sent.delete()
    expired = Delivery.objects.filter(state=DeliveryState.EXPIRED)
    expired.filter(next_try_at__lt=at - KEPT_SENT).delete()
    failed = Delivery.objects.filter(state=DeliveryState.FAILED)
    failed.filter(next_try_at__lt=at - KEPT_FAILED).delete()
    waiting = Delivery.objects.waiting().filter(mail=DIGEST_MAIL).values("about")
    DigestIssue.objects.filter(until__lt=at - KEPT_FAILED).exclude(pk__in=waiting).delete()
