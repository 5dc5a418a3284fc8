"""Mail to very many at once, and clearing the log of mails."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.announcements import announce
from notifications.channels import DIGEST_MAIL
from notifications.models import Delivery, DeliveryState, DigestIssue, Urgency
from notifications.signals import mail_waiting

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


@transaction.atomic
def queue_mails(*, mail: str, about: Collection[int], at: dt.datetime) -> int:
    """Queue a mail about each of these rows and return how many; they leave after the commit, after all other mail.

    The writer of the name ``mail`` says where each goes when it is about to leave, so no address is kept here.
    While the same mail still waits, a second one is not posted.
    """
    waiting = Delivery.objects.waiting().filter(mail=mail, about__in=about)
    known = set(waiting.values_list("about", flat=True))
    queued = Delivery.objects.bulk_create(
        Delivery(mail=mail, about=key, urgency=Urgency.SUMMARY, next_try_at=at)
        for key in about
        if key not in known
    )
    if queued:
        announce(mail_waiting, Delivery, delivery_ids=[delivery.pk for delivery in queued])
    return len(queued)


def rows_mailed(mail: str, *states: DeliveryState) -> QuerySet[Delivery, Any]:
    """Return the keys of the rows whose mail of this name is in one of these states, as a subquery."""
    named = Delivery.objects.filter(mail=mail, about__isnull=False, state__in=states)
    return named.values("about")
