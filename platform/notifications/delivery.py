"""Sending what waits: each mail once, tried again when the mail server is away."""

import datetime as dt
import logging
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F

from notifications.mail import notification_mail
from notifications.models import Delivery, DeliveryState, Notification

logger = logging.getLogger(__name__)

MOST_TRIES = 6
# A sender that was killed holds its mail for the first of these; then another one may try.
WAITS = [dt.timedelta(minutes=m) for m in (5, 10, 30, 120, 480, 1440)]


def send_delivery(*, notification_id: int, at: dt.datetime) -> bool:
    """Send one waiting mail and tell whether it went out now.

    Repeats safely: what is sent, has failed for good or is in another sender's hands stays as it is.
    A mail server that refuses is asked again after 5 minutes up to a day, six times in all.
    """
    if not _claim(notification_id, at):
        return False
    notification = Notification.objects.select_related("recipient").get(pk=notification_id)
    row = Delivery.objects.filter(pk=notification_id)
    try:
        notification_mail(notification).send()
    except (SMTPException, OSError) as error:
        logger.warning("Mail for notification %s was not taken: %s", notification_id, error)
        row.update(error=str(error)[:300])
        row.filter(tries__gte=MOST_TRIES).update(state=DeliveryState.FAILED)
        return False
    row.update(state=DeliveryState.SENT, sent_at=at, error="")
    return True


def _claim(notification_id: int, at: dt.datetime) -> bool:
    """Take the mail before sending it, in a short transaction of its own: of two senders one gets it."""
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update().filter(
            pk=notification_id, state=DeliveryState.WAITING, next_try_at__lte=at
        )
        delivery = waiting.first()
        if delivery is None:
            return False
        wait = WAITS[min(delivery.tries, len(WAITS) - 1)]
        waiting.update(tries=F("tries") + 1, next_try_at=at + wait)
    return True


def send_waiting(*, at: dt.datetime, most: int = 500) -> int:
    """Send the mails that are due, the oldest first, and return how many went out."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=at)
    keys = due.order_by("next_try_at").values_list("pk", flat=True)[:most]
    return sum(send_delivery(notification_id=pk, at=at) for pk in list(keys))
