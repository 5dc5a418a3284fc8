"""Receivers of notifications."""

from typing import Any

from django.dispatch import receiver

from accounts.letters import LETTER_CARRIERS
from accounts.signals import account_closed
from notifications.actions import queue_letter
from notifications.signals import mail_waiting
from notifications.tasks import empty_inbox, send_mail

MOST_IN_TASK = 500

LETTER_CARRIERS.add("delivery", queue_letter)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    empty_inbox.delay(user_id=user_id)


@receiver(mail_waiting)
def on_mail_waiting(*, delivery_ids: list[int], **_: Any) -> None:
    # Several workers share what is waiting for thousands.
    for start in range(0, len(delivery_ids), MOST_IN_TASK):
        send_mail.delay(delivery_ids=delivery_ids[start : start + MOST_IN_TASK])
