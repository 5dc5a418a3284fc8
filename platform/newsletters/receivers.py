"""Receivers of the newsletter."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from newsletters import tasks
from newsletters.signals import issue_sending


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.end_subscription.delay(user_id=user_id)


@receiver(issue_sending)
def on_issue_sending(*, issue_id: int, **_: Any) -> None:
    tasks.send_copies.delay(issue_id=issue_id)
