"""Receivers of the courses."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from courses.signals import programme_changed
from courses.tasks import complete_programme, leave_all_courses


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    leave_all_courses.delay(user_id=user_id)


@receiver(programme_changed)
def on_programme_changed(*, programme_id: int, **_: Any) -> None:
    complete_programme.delay(programme_id=programme_id)
