"""Receivers of events."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed, account_leaving
from events import tasks


@receiver([account_closed, account_leaving])
def on_account_ending(*, user_id: int, **_: Any) -> None:
    tasks.leave_events.delay(user_id=user_id)
