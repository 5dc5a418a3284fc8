"""Background work of advice: reminders, and what follows a closed account."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from advice.actions import leaving
from advice.actions.reminders import remind_of_closing
from advice.models import AdviceReview


@shared_task
def send_closing_reminders() -> None:
    """Hourly: remind of cases that close soon."""
    remind_of_closing(at=timezone.now())


@shared_task
def leave_advice(*, user_id: int) -> None:
    leaving.leave_advice(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_advice_of_closed_accounts() -> None:
    """Sweep: end the reviews that still wait for people whose account is closed."""
    asked = AdviceReview.objects.asked().values("reviewer")
    for user in User.objects.closed().filter(pk__in=asked).order_by("pk"):
        leaving.leave_advice(user=user, at=timezone.now())
