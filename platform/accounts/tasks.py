"""Background tasks: forgetting what has expired."""

from celery import shared_task
from django.utils import timezone

from accounts.actions import forgetting


@shared_task
def forget_expired() -> None:
    """Nightly: delete sessions that have expired, and counts of mails whose period is over."""
    forgetting.forget_expired(at=timezone.now())


@shared_task
def forget_unconfirmed_accounts() -> None:
    """Nightly: delete sign-ups that nobody confirmed for 30 days."""
    forgetting.forget_unconfirmed_accounts(at=timezone.now())
