"""Background work: reminders, and what follows a closed account."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from submissions.actions import leaving
from submissions.actions.reminders import remind_authors, remind_reviewers
from submissions.states import OPEN, OPEN_REVIEW, SubmissionState


@shared_task
def send_reminders() -> None:
    """Daily: remind of reviews and changes that are due."""
    remind_reviewers(at=timezone.now())
    remind_authors(at=timezone.now())


@shared_task
def leave_submissions(*, user_id: int) -> None:
    leaving.leave_submissions(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_submissions_of_closed_accounts() -> None:
    """Sweep: end what still waits on people whose account is closed."""
    open_or_draft = OPEN | {SubmissionState.DRAFT}
    waiting = User.objects.filter(closed_at__isnull=False).filter(
        Q(submissions__state__in=open_or_draft)
        | Q(edited_submissions__state__in=OPEN)
        | Q(reviews__state__in=OPEN_REVIEW)
    )
    for user in waiting.distinct():
        leaving.leave_submissions(user=user, at=timezone.now())
