"""Receivers of notifications."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from notifications.signals import mail_waiting
from notifications.tasks import empty_inbox, send_mail


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    empty_inbox.delay(user_id=user_id)


@receiver(mail_waiting)
def on_mail_waiting(*, delivery_ids: list[int], **_: Any) -> None:
    for pk in delivery_ids:
        send_mail.delay(delivery_id=pk)
