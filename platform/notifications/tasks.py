"""Background tasks: sending mail, and emptying the inboxes of closed accounts."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications import actions
from notifications.delivery.actions import forget_deliveries
from notifications.delivery.sending import send_deliveries, send_waiting
from notifications.digest.queueing import queue_due_digests


@shared_task(waits_for_others=True)
def send_mail(*, delivery_ids: list[int]) -> None:
    send_deliveries(delivery_ids=delivery_ids, at=timezone.now())


@shared_task(waits_for_others=True)
def send_waiting_mail() -> None:
    """Sweep: send all mail that waits and is due."""
    send_waiting(at=timezone.now())


@shared_task
def queue_digests() -> None:
    """Queue the summaries that are due now."""
    queue_due_digests(at=timezone.now())


@shared_task
def forget_mails() -> None:
    """Nightly: delete old mails from the log."""
    forget_deliveries(at=timezone.now())


@shared_task
def empty_inbox(*, user_id: int) -> None:
    """Empty the inbox after an account was closed."""
    actions.delete_notifications(user=User.objects.get(pk=user_id))


@shared_task
def empty_inboxes_of_closed_accounts() -> None:
    """Sweep: empty inboxes that closed accounts still have."""
    kept = Q(notifications__isnull=False) | Q(digest_issues__isnull=False)
    for user in User.objects.closed().filter(kept).distinct():
        actions.delete_notifications(user=user)
