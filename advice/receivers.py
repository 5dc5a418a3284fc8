"""Receivers of advice."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed, role_revoked
from advice import tasks
from advice.actions.unsent_texts import keep_of_page
from unsent.pages import PAGES

PAGES.add("advice", keep_of_page)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.leave_advice.delay(user_id=user_id)


@receiver(role_revoked)
def on_role_revoked(*, user_id: int, **_: Any) -> None:
    tasks.forget_words_of_former.delay(user_id=user_id)
