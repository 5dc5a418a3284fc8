"""Background work: mail to co-authors, reminders, and what follows a closed account."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from submissions import actions, mails
from submissions.models import CoAuthor
from submissions.models.submissions import CoAuthorQuerySet
from submissions.states import OPEN, OPEN_REVIEW, SubmissionState

logger = logging.getLogger(__name__)


@shared_task
def tell_co_authors(*, submission_id: int | None = None) -> None:
    """Mail those who were named and not told yet; without a submission, the sweep over all."""
    people = _of(submission_id, CoAuthor.objects.to_be_told())
    for person in _mailed(people, mails.naming_mail):
        actions.mark_told(co_author=person, at=timezone.now())


@shared_task
def tell_co_authors_of_record(*, submission_id: int | None = None) -> None:
    """Mail those whose work is in the library now; without a submission, the sweep over all."""
    people = _of(submission_id, CoAuthor.objects.to_be_told_of_the_record())
    for person in _mailed(people, mails.record_mail):
        actions.mark_told_of_record(co_author=person, at=timezone.now())


def _of(submission_id: int | None, people: CoAuthorQuerySet) -> CoAuthorQuerySet:
    return people if submission_id is None else people.filter(submission=submission_id)


def _mailed(people: CoAuthorQuerySet, write: Callable[[CoAuthor], EmailMessage]) -> list[CoAuthor]:
    """Those whose mail has left. One address that fails keeps no one else waiting; the sweep tries again."""
    told = []
    for person in people.select_related("submission__author", "submission__record").order_by("pk"):
        try:
            write(person).send()
        except OSError:
            logger.exception("The mail to co-author %s did not leave", person.pk)
        else:
            told.append(person)
    return told


@shared_task
def send_reminders() -> None:
    """The daily sweep over reviews and changes that are due."""
    actions.remind_reviewers(at=timezone.now())
    actions.remind_authors(at=timezone.now())


@shared_task
def leave_submissions(*, user_id: int) -> None:
    actions.leave_submissions(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_submissions_of_closed_accounts() -> None:
    """The sweep: whatever still waits on someone whose account is closed."""
    open_or_draft = OPEN | {SubmissionState.DRAFT}
    waiting = User.objects.filter(closed_at__isnull=False).filter(
        Q(submissions__state__in=open_or_draft)
        | Q(edited_submissions__state__in=OPEN)
        | Q(reviews__state__in=OPEN_REVIEW)
    )
    for user in waiting.distinct():
        actions.leave_submissions(user=user, at=timezone.now())
