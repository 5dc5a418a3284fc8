"""Reminding reviewers and authors, once at each stage."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from notifications.actions import notify
from submissions import kinds
from submissions.models import Review, Submission
from submissions.states import EXPECTED_TIME, OPEN_REVIEW, SubmissionState

# Days after the wanted day from which each stage counts: soon, overdue, very late.
STAGES = {1: -3, 2: 1, 3: 8}
_LATE = 3
_BEFORE_THE_END = dt.timedelta(days=14)


def remind_reviewers(*, at: dt.datetime) -> int:
    """Remind everyone whose review is due soon or overdue, and return how many were reminded.

    Each stage once: a second run on the same day, or a day missed, sends nothing twice and nothing stale.
    """
    today = timezone.localdate(at)
    reached = Q()
    for stage, days in STAGES.items():
        reached |= Q(due_on__lte=today - dt.timedelta(days=days), reminded__lt=stage)
    waiting = Review.objects.filter(reached, state__in=OPEN_REVIEW)
    return sum(_remind(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: dt.datetime) -> bool:
    today = timezone.localdate(at)
    review = Review.objects.select_for_update().get(pk=pk)
    stage = max(
        (s for s, days in STAGES.items() if (today - review.due_on).days >= days), default=0
    )
    if not review.is_open or stage <= review.reminded:
        return False
    review.reminded = stage
    review.save(update_fields=["reminded"])
    notify(
        recipients=[review.reviewer],
        kind=kinds.REVIEW_REMINDER,
        key=f"{kinds.REVIEW_REMINDER.name}:{review.pk}:{stage}",
        target=review,
        at=at,
        due=date_format(review.due_on, "j F Y"),
    )
    editor = review.submission.editor
    if stage == _LATE and editor is not None:
        notify(
            recipients=[editor],
            kind=kinds.REVIEW_LATE,
            key=f"{kinds.REVIEW_LATE.name}:{review.pk}",
            target=review.submission,
            at=at,
        )
    return True


def remind_authors(*, at: dt.datetime) -> int:
    """Remind authors two weeks before their time for changes ends; returns how many were reminded."""
    state = SubmissionState.CHANGES_REQUESTED
    latest = at - EXPECTED_TIME[state] + _BEFORE_THE_END
    waiting = Submission.objects.filter(state=state, state_at__lte=latest)
    told = 0
    for submission in waiting.select_related("author").order_by("pk"):
        told += notify(
            recipients=[submission.author],
            kind=kinds.CHANGES_REMINDER,
            # With the moment of the request, so that a later request for changes is reminded of again.
            key=f"{kinds.CHANGES_REMINDER.name}:{submission.pk}:{submission.state_at:%Y%m%d%H%M}",
            target=submission,
            at=at,
        )
    return told
