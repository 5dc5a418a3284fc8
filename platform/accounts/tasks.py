"""Background tasks: forgetting what has expired."""

from celery import shared_task
from django.utils import timezone

from accounts.actions import forgetting, leaving


@shared_task
def forget_expired() -> None:
    """Nightly: delete sessions that have expired, and counts of mails whose period is over."""
    forgetting.forget_expired(at=timezone.now())


@shared_task
def forget_unconfirmed_accounts() -> None:
    """Nightly: delete sign-ups that nobody confirmed for 30 days."""
    forgetting.forget_unconfirmed_accounts(at=timezone.now())


@shared_task
def close_due_accounts() -> None:
    """Hourly: remind people whose account is closed soon, and close those whose time to think again is over."""
    leaving.remind_of_closing(at=timezone.now())
    leaving.close_due_accounts(at=timezone.now())
