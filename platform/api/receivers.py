"""Receivers of the API."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from api.tasks import delete_tokens


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    delete_tokens.delay(user_id=user_id)
