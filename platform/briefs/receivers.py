"""Receivers of briefs."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from briefs import tasks


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.delete_private_briefs.delay(user_id=user_id)
