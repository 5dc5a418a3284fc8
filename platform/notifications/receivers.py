"""Reactions to what this app announces."""

from typing import Any

from django.dispatch import receiver

from notifications.signals import mail_waiting
from notifications.tasks import send_mail_of


@receiver(mail_waiting)
def on_mail_waiting(*, notification_ids: list[int], **_: Any) -> None:
    for pk in notification_ids:
        send_mail_of.delay(notification_id=pk)
