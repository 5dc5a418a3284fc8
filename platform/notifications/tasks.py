"""Background work: sending."""

from celery import shared_task
from django.utils import timezone

from notifications.delivery import send_delivery, send_waiting
from notifications.digest import send_due_digests


@shared_task
def send_mail_of(*, notification_id: int) -> None:
    send_delivery(notification_id=notification_id, at=timezone.now())


@shared_task
def send_waiting_mail() -> None:
    """The sweep: whatever waits and is due, whoever was meant to send it."""
    send_waiting(at=timezone.now())


@shared_task
def send_digests() -> None:
    send_due_digests(at=timezone.now())
