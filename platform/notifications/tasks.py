"""Background work: sending, and forgetting who left."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications import actions
from notifications.delivery import send_delivery, send_waiting
from notifications.digest import send_due_digests


@shared_task
def send_mail(*, delivery_id: int) -> None:
    send_delivery(delivery_id=delivery_id, at=timezone.now())


@shared_task
def send_waiting_mail() -> None:
    """The sweep: whatever waits and is due, whoever was meant to send it."""
    send_waiting(at=timezone.now())


@shared_task
def send_digests() -> None:
    send_due_digests(at=timezone.now())


@shared_task
def empty_inbox(*, user_id: int) -> None:
    """After an account was closed."""
    actions.empty_inbox(user=User.objects.get(pk=user_id))


@shared_task
def empty_inboxes_of_closed_accounts() -> None:
    """The sweep: inboxes that a closed account still has."""
    kept = Q(notifications__isnull=False) | Q(digest_issues__isnull=False)
    for user in User.objects.closed().filter(kept).distinct():
        actions.empty_inbox(user=user)
