"""Receivers of mentoring."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed, account_leaving, person_blocked
from mentoring import tasks


@receiver([account_closed, account_leaving])
def on_account_ending(*, user_id: int, **_: Any) -> None:
    tasks.leave_mentoring.delay(user_id=user_id)


@receiver(person_blocked)
def on_person_blocked(**_: Any) -> None:
    tasks.end_unanswerable_requests.delay()
