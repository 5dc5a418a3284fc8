"""What the library does when something happened below."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from library.tasks import forget_reader


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    forget_reader.delay(user_id=user_id)
