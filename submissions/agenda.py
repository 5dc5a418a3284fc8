"""The submissions part of my home."""

import datetime as dt
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.prepared import prepared
from submissions.models import Review, Submission
from submissions.models.submissions import is_editor
from submissions.placing.queue import studies_to_place
from submissions.queues import with_reviews
from submissions.states import OPEN_REVIEW, ReviewState, SubmissionState

_S = SubmissionState
_MOST = 50


@do_next("submissions")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return changes I am asked for, drafts I began, my work as an editor, and my reviews.

    One query, and for editors one more.
    """
    rows = _waiting_on(user, timezone.localdate(now))
    mine = [row for row in rows if not _waits_for_an_editor(row, user)]
    return [
        *(_thing(row, user) for row in mine),
        *_new(len(rows) - len(mine)),
        *_to_place(studies_to_place(user).count() if is_editor(user) else 0),
    ]


@prepared
def _waiting_on(user: User, today: dt.date) -> QuerySet[Any]:
    """Works that wait on this person as author, reviewer or editor; each with their own review of it."""
    my_review = FilteredRelation("reviews", condition=Q(reviews__reviewer=user))
    waits = (
        Q(author=user, state__in=[_S.DRAFT, _S.CHANGES_REQUESTED])
        | Q(my_review__state__in=OPEN_REVIEW)
        | Q(editor=user, state__in=[_S.SUBMITTED, _S.SCREENING])
        | Q(editor=user, state=_S.IN_REVIEW, has_open_review=False)
    )
    if is_editor(user):
        waits |= Q(editor=None, state=_S.SUBMITTED) & ~Q(author=user)
    return (
        with_reviews(Submission.objects.alias(my_review=my_review), on=today)
        .annotate(
            review_pk=F("my_review__pk"),
            review_state=F("my_review__state"),
            review_due=F("my_review__due_on"),
        )
        .filter(waits)
        .order_by("state_at", "pk")[:_MOST]
    )


@coming_up("submissions")
def coming_up_of(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the days by which this person has promised reviews. One query."""
    return [
        ComingUp(
            _("Review due: %(title)s") % {"title": review.submission.sent_title},
            review.get_absolute_url(),
            _end_of(review.due_on),
        )
        for review in _promised_reviews(user, timezone.localdate(now))
    ]


@prepared
def _promised_reviews(user: User, today: dt.date) -> QuerySet[Review]:
    reviews = Review.objects.filter(reviewer=user, state=ReviewState.ACCEPTED, due_on__gte=today)
    return reviews.select_related("submission").order_by("due_on", "pk")[:_MOST]


def _waits_for_an_editor(row: Submission, user: User) -> bool:
    return row.editor_id is None and row.state == _S.SUBMITTED and row.author_id != user.pk


def _new(count: int) -> list[ToDo]:
    """Return one line for all that no editor has taken yet."""
    if not count:
        return []
    words = ngettext("%(n)d new submission", "%(n)d new submissions", count) % {"n": count}
    why = _("They need an editor.")
    return [ToDo(words, reverse("submissions:desk"), why, weight=60)]


def _to_place(count: int) -> list[ToDo]:
    """Return one line for all published case studies in which something was learnt that is not placed yet."""
    if not count:
        return []
    words = ngettext(
        "Place what was learnt in a case study",
        "Place what was learnt in %(n)d case studies",
        count,
    )
    why = _("Readers of recommendations, evidence gaps and lessons see it where you place it.")
    return [ToDo(words % {"n": count}, reverse("submissions:learnt_list"), why, weight=32)]


def _thing(row: Submission, user: User) -> ToDo:
    if row.review_state in OPEN_REVIEW:  # type: ignore[attr-defined]
        return _review(row)
    address = row.get_absolute_url()
    if row.author_id != user.pk:
        desk = reverse("submissions:desk_detail", args=[row.pk])
        return ToDo(row.sent_title, desk, _why_editor(row), weight=70)
    if row.state == _S.CHANGES_REQUESTED:
        return ToDo(
            str(row), address, _("The editor asks for changes."), weight=85, due_at=row.expected_at
        )
    edit = reverse("submissions:submission_edit", args=[row.pk])
    title = _("Continue the draft “%(title)s”") % {"title": row}
    return ToDo(title, edit, _("You have not submitted it yet."), weight=30)


def _why_editor(row: Submission) -> str:
    if row.state != _S.IN_REVIEW:
        return _("You are its editor. The next step is yours.")
    if row.has_delivered_review:  # type: ignore[attr-defined]
        return _("The reviews are complete. Make a decision.")
    return _("No reviewer has been asked. Ask one, or make a decision.")


def _review(row: Submission) -> ToDo:
    due: dt.date = row.review_due  # type: ignore[attr-defined]
    address = reverse("submissions:review_detail", args=[row.review_pk])  # type: ignore[attr-defined]
    is_invited = row.review_state == ReviewState.INVITED  # type: ignore[attr-defined]
    words = (
        _("Can you review it by %(day)s?") if is_invited else _("Your review is due on %(day)s.")
    )
    return ToDo(
        row.sent_title,
        address,
        words % {"day": date_format(due, "j F Y")},
        weight=80,
        due_at=_end_of(due),
    )


def _end_of(day: dt.date) -> dt.datetime:
    """Return the last moment of a day."""
    return dt.datetime.combine(day, dt.time(17), tzinfo=dt.UTC)
