"""Receivers of the library."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from library.signals import nothing_found, record_used, version_deposited
from library.tasks import (
    add_use_of_record,
    count_search_without_result,
    forget_reader,
    withdraw_outdated_judgements,
)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    forget_reader.delay(user_id=user_id)


@receiver(nothing_found)
def on_nothing_found(*, text: str, **_: Any) -> None:
    count_search_without_result.delay(text=text)


@receiver(version_deposited)
def on_version_deposited(*, record_id: int, **_: Any) -> None:
    withdraw_outdated_judgements.delay(record_id=record_id)


@receiver(record_used)
def on_record_used(*, record_id: int, kind: str, thing: str, who: str, at: str, **_: Any) -> None:
    add_use_of_record.delay(record_id=record_id, kind=kind, thing=thing, who=who, at=at)
