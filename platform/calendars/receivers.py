"""Receivers of the calendars."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from calendars.tasks import end_feed_of


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    end_feed_of.delay(user_id=user_id)
