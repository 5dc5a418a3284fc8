"""What the library does when something happened below."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from library.signals import nothing_found
from library.tasks import count_search_without_result, forget_reader


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    forget_reader.delay(user_id=user_id)


@receiver(nothing_found)
def on_nothing_found(*, text: str, **_: Any) -> None:
    count_search_without_result.delay(text=text)
