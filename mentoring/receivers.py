"""Receivers of mentoring."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed, account_leaving, account_suspended, person_blocked
from mentoring import tasks


@receiver([account_closed, account_leaving])
def on_account_ending(*, user_id: int, **_: Any) -> None:
    tasks.leave_mentoring.delay(user_id=user_id)


@receiver(account_suspended)
def on_account_suspended(**_: Any) -> None:
    tasks.cancel_sessions_of_suspended_people.delay()
    tasks.end_unanswerable_requests.delay()


@receiver(person_blocked)
def on_person_blocked(**_: Any) -> None:
    tasks.end_unanswerable_requests.delay()
