"""Background work of advice: reminders, and what follows a closed account or a role that ended."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from advice.actions import leaving, unsent_texts
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


@shared_task
def forget_words_of_former(*, user_id: int) -> None:
    unsent_texts.forget_words_of_absent(owner=User.objects.get(pk=user_id))


@shared_task
def forget_words_of_absent() -> None:
    """Sweep: delete what people had begun in forms of confidential cases that they no longer see."""
    unsent_texts.forget_words_of_absent()
