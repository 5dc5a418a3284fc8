"""What my home shows of submissions."""

import datetime as dt

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.agenda import Agenda, ComingUp, DoNext
from submissions.models import Submission
from submissions.models.submissions import is_editor
from submissions.queues import with_reviews
from submissions.states import OPEN_REVIEW, ReviewState, SubmissionState

_S = SubmissionState
_MOST = 50


def agenda_of(user: User, *, now: dt.datetime) -> Agenda:
    """Changes I am asked for, drafts I began, what waits on me as an editor, and my reviews with their days.

    One query.
    """
    mine = FilteredRelation("reviews", condition=Q(reviews__reviewer=user))
    waits = (
        Q(author=user, state__in=[_S.DRAFT, _S.CHANGES_REQUESTED])
        | Q(my_review__state__in=OPEN_REVIEW)
        | Q(editor=user, state__in=[_S.SUBMITTED, _S.SCREENING])
        | Q(editor=user, state=_S.IN_REVIEW, has_open_review=False)
    )
    if is_editor(user):
        waits |= Q(editor=None, state=_S.SUBMITTED) & ~Q(author=user)
    rows = (
        with_reviews(Submission.objects.alias(my_review=mine), on=timezone.localdate(now))
        .annotate(
            review_pk=F("my_review__pk"),
            review_state=F("my_review__state"),
            review_due=F("my_review__due_on"),
        )
        .filter(waits)
        .order_by("state_at", "pk")[:_MOST]
    )
    agenda, new = Agenda(), 0
    for row in rows:
        if row.editor_id is None and row.state == _S.SUBMITTED and row.author_id != user.pk:
            new += 1
        else:
            agenda.do_next.append(_thing(row, user))
            agenda.coming_up.extend(_promised(row, today=timezone.localdate(now)))
    if new:
        words = ngettext("%(n)d new submission", "%(n)d new submissions", new) % {"n": new}
        why = _("They wait for an editor.")
        agenda.do_next.append(DoNext(words, reverse("submissions:desk"), why, weight=60))
    return agenda


def _thing(row: Submission, user: User) -> DoNext:
    if row.review_state in OPEN_REVIEW:  # type: ignore[attr-defined]
        return _review(row)
    address = row.get_absolute_url()
    if row.author_id != user.pk:
        desk = reverse("submissions:desk_detail", args=[row.pk])
        return DoNext(row.sent_title, desk, _why_editor(row), weight=70)
    if row.state == _S.CHANGES_REQUESTED:
        return DoNext(
            str(row), address, _("The editor asks for changes."), weight=85, due_at=row.expected_at
        )
    edit = reverse("submissions:submission_edit", args=[row.pk])
    title = _("Go on with the draft “%(title)s”") % {"title": row}
    return DoNext(title, edit, _("It has not been sent in yet."), weight=30)


def _why_editor(row: Submission) -> str:
    if row.state != _S.IN_REVIEW:
        return _("You are its editor, and it waits for you.")
    if row.has_delivered_review:  # type: ignore[attr-defined]
        return _("Its reviews are in. Decide on it.")
    return _("No reviewer is asked. Ask one, or decide on it.")


def _review(row: Submission) -> DoNext:
    due: dt.date = row.review_due  # type: ignore[attr-defined]
    address = reverse("submissions:review_detail", args=[row.review_pk])  # type: ignore[attr-defined]
    is_invited = row.review_state == ReviewState.INVITED  # type: ignore[attr-defined]
    words = (
        _("Can you review it by %(day)s?") if is_invited else _("Your review is due on %(day)s.")
    )
    return DoNext(
        row.sent_title,
        address,
        words % {"day": date_format(due, "j F Y")},
        weight=80,
        due_at=_end_of(due),
    )


def _promised(row: Submission, *, today: dt.date) -> list[ComingUp]:
    """The day by which a review is wanted that this person has promised."""
    due: dt.date | None = row.review_due  # type: ignore[attr-defined]
    if row.review_state != ReviewState.ACCEPTED or due is None or due < today:  # type: ignore[attr-defined]
        return []
    address = reverse("submissions:review_detail", args=[row.review_pk])  # type: ignore[attr-defined]
    return [ComingUp(_("Review due: %(title)s") % {"title": row.sent_title}, address, _end_of(due))]


def _end_of(day: dt.date) -> dt.datetime:
    """The hour by which something is wanted that has only a day."""
    return dt.datetime.combine(day, dt.time(17), tzinfo=dt.UTC)
