"""Receivers of the courses."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from courses.tasks import leave_all_courses


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    leave_all_courses.delay(user_id=user_id)
