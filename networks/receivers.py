"""Receivers of the networks."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from library.signals import record_published
from networks import tasks


@receiver(record_published)
def on_record_published(*, record_id: int, **_: Any) -> None:
    tasks.announce_record.delay(record_id=record_id)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.part_with_networks.delay(user_id=user_id)
