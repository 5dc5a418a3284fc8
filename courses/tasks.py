"""What happens by itself."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from courses import actions


@shared_task
def ask_for_outcomes() -> None:
    """Nightly: ask what came of the plans whose six or twelve weeks are over."""
    actions.ask_for_outcomes(at=timezone.now())


@shared_task
def leave_all_courses(*, user_id: int) -> None:
    """After an account was closed."""
    actions.leave_all_courses(user=User.objects.get(pk=user_id), at=timezone.now())
