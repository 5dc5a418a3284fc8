"""Background work: reminding, passing on places, leaving and forgetting."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from events.actions import registrations, reminders, retention


@shared_task
def leave_events(*, user_id: int) -> None:
    registrations.leave_all_events(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_events_of_closed_accounts() -> None:
    """Sweep: leave the events of closed accounts that were not announced."""
    registrations.leave_for_closed_accounts(at=timezone.now())


@shared_task
def remind_of_events() -> None:
    reminders.remind_of_events(at=timezone.now())


@shared_task
def pass_on_places() -> None:
    """Sweep: end what absent people have, and pass on places whose offer has run out."""
    registrations.end_registrations_of_absent(at=timezone.now())
    registrations.pass_on_places(at=timezone.now())


@shared_task
def forget_registrations() -> None:
    """Nightly: forget who registered for events of long ago."""
    retention.forget_registrations(at=timezone.now())
