"""Receivers of advice."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from advice import tasks


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.leave_advice.delay(user_id=user_id)
