"""What follows from announcements."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from submissions import tasks
from submissions.signals import submission_accepted, submission_submitted


@receiver(submission_submitted)
def on_submitted(*, submission_id: int, **_: Any) -> None:
    tasks.tell_co_authors.delay(submission_id=submission_id)


@receiver(submission_accepted)
def on_accepted(*, submission_id: int, **_: Any) -> None:
    tasks.tell_co_authors_of_record.delay(submission_id=submission_id)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.leave_submissions.delay(user_id=user_id)
