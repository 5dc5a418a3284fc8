"""Sending waiting mail: each once, retried when the mail server is away.

Whether a mail is sent at once or waits for the summary is decided in ``notifications.channels``.
"""

import datetime as dt
import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from notifications.mail import notification_mail
from notifications.mail_writers import writer_of
from notifications.models import Delivery, DeliveryState

logger = logging.getLogger(__name__)

MOST_TRIES = 6
# The pause after each try. Claiming a mail starts the pause, so if the worker is killed, another tries after it.
WAITS = [dt.timedelta(minutes=m) for m in (5, 10, 30, 120, 480, 1440)]


def send_delivery(*, delivery_id: int, at: dt.datetime) -> bool:
    """Send one waiting mail and tell whether it went out now.

    Repeats safely: a mail that is sent, has failed for good or is being sent by another worker stays as it is.
    A mail that is not taken, or cannot be written, is tried again after 5 minutes up to a day, six times
    in all; its error does not delay other mails. A mail that is no longer wanted is deleted, not sent.
    """
    if not _claim(delivery_id, at):
        return False
    row = Delivery.objects.filter(pk=delivery_id)
    try:
        mail = _write(row.select_related("notification__recipient").get())
        if mail is None:
            row.delete()
            return False
        mail.send()
    except (SMTPException, OSError) as error:
        logger.warning("Mail %s was not taken: %s", delivery_id, error)
        return _not_sent(delivery_id, str(error))
    except Exception as error:
        logger.exception("Mail %s could not be written", delivery_id)
        return _not_sent(delivery_id, repr(error))
    row.update(state=DeliveryState.SENT, sent_at=at, error="")
    return True


def _write(delivery: Delivery) -> EmailMessage | None:
    if delivery.about is not None:
        return writer_of(delivery.mail)(delivery.about)
    # The constraint ``delivery_has_one_content`` guarantees a notification where ``about`` is empty.
    return notification_mail(delivery.notification)  # type: ignore[arg-type]


def _not_sent(delivery_id: int, error: str) -> bool:
    row = Delivery.objects.filter(pk=delivery_id)
    row.update(error=error[:300])
    row.filter(tries__gte=MOST_TRIES).update(state=DeliveryState.FAILED)
    return False


def _claim(delivery_id: int, at: dt.datetime) -> bool:
    """Claim the mail in a short transaction of its own, so that only one of two concurrent workers sends it."""
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update().filter(
            pk=delivery_id, state=DeliveryState.WAITING, next_try_at__lte=at
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
    return sum(send_delivery(delivery_id=pk, at=at) for pk in list(keys))
