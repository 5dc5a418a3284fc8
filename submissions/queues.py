"""The editors' desk: which submissions wait for whom."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from submissions.models import Review, Submission, SubmissionQuerySet
from submissions.states import CLOSED, EXPECTED_TIME, OPEN, SubmissionState

_S = SubmissionState


@dataclass(frozen=True)
class Queue:
    """A queue of the editors' desk with its length."""

    name: str
    label: StrOrPromise
    count: int


LABELS: dict[str, StrOrPromise] = {
    "new": _("New"),
    "mine": _("Mine"),
    "unasked": _("Needs reviewers"),
    "waiting": _("Waiting for reviewers"),
    "reviewed": _("Reviews complete"),
    "author": _("Waiting for the author"),
    "overdue": _("Overdue"),
    "closed": _("Decided"),
}


def queues_of(editor: User, *, at: dt.datetime) -> list[Queue]:
    """Return all queues with their lengths, in one query."""
    conditions = _conditions(editor, at)
    counts = _annotated(editor, at).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return [Queue(name, LABELS[name], counts[name]) for name in conditions]


def submissions_in(
    name: str, *, editor: User, at: dt.datetime, filters: Mapping[str, Any]
) -> QuerySet[Submission]:
    """Return the submissions of one queue, the oldest first; an unknown name shows the new ones."""
    conditions = _conditions(editor, at)
    found = _annotated(editor, at).filter(conditions.get(name, conditions["new"]))
    if text := filters.get("q"):
        found = found.filter(Q(sent_title__icontains=text) | Q(author__full_name__icontains=text))
    if kind := filters.get("kind"):
        found = found.filter(kind=kind)
    if topic := filters.get("topic"):
        found = found.filter(topics=topic)
    return found.for_lists().order_by("state_at", "pk")


def with_reviews(submissions: SubmissionQuerySet, *, on: dt.date) -> SubmissionQuerySet:
    """Add what the reviews of the latest revision have come to: open, late on that day, delivered."""
    reviews = Review.objects.filter(submission=OuterRef("pk"))
    # The latest revision is the one that was sent in last.
    latest = reviews.filter(revision__submitted_at=OuterRef("submitted_at"))
    return submissions.annotate(
        has_open_review=Exists(latest.open()),
        has_late_review=Exists(latest.open().filter(due_on__lt=on)),
        has_delivered_review=Exists(latest.delivered()),
    )


def _annotated(editor: User, at: dt.datetime) -> SubmissionQuerySet:
    return with_reviews(Submission.objects.for_desk_of(editor), on=timezone.localdate(at))


def _conditions(editor: User, at: dt.datetime) -> dict[str, Q]:
    in_review = Q(state=_S.IN_REVIEW)
    overdue = Q(state__in=OPEN, has_late_review=True)
    for state, allowed in EXPECTED_TIME.items():
        overdue |= Q(state=state, state_at__lt=at - allowed)
    return {
        "new": Q(state__in=OPEN, editor=None),
        "mine": Q(state__in=OPEN, editor=editor),
        "unasked": in_review & Q(has_open_review=False, has_delivered_review=False),
        "waiting": in_review & Q(has_open_review=True),
        "reviewed": in_review & Q(has_open_review=False, has_delivered_review=True),
        "author": Q(state=_S.CHANGES_REQUESTED),
        "overdue": overdue,
        "closed": Q(state__in=CLOSED),
    }
