"""The tables of submissions and reviews: for editors, authors and reviewers."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.tables.cells import Badge, Cell, day, link, moment
from core.tables.layout import Column, Layout
from submissions.models import Review, Submission
from submissions.states import ReviewState, SubmissionState

_KIND_OF_STATE = {
    SubmissionState.ACCEPTED: "ok",
    SubmissionState.DECLINED: "stop",
    SubmissionState.WITHDRAWN: "stop",
    SubmissionState.DRAFT: "wait",
    SubmissionState.CHANGES_REQUESTED: "wait",
}
_KIND_OF_REVIEW = {
    ReviewState.DELIVERED: "ok",
    ReviewState.INVITED: "wait",
    ReviewState.ACCEPTED: "info",
}


def _state_badge(submission: Submission) -> Badge:
    kind = _KIND_OF_STATE.get(SubmissionState(submission.state), "info")
    return Badge(submission.get_state_display(), kind)


def _state_on_desk(submission: Submission, now: dt.datetime) -> Cell:
    badges = [_state_badge(submission)]
    if submission.is_open and submission.expected_at and submission.expected_at < now:
        badges.append(Badge(_("Overdue"), "stop"))
    elif submission.is_open and submission.has_late_review:  # type: ignore[attr-defined]
        badges.append(Badge(_("Review late"), "stop"))
    return Cell(badges=tuple(badges))


def _title_on_desk(submission: Submission) -> Cell:
    return link(submission.sent_title, reverse("submissions:desk_detail", args=[submission.pk]))


def _about(submission: Submission) -> Cell:
    topics = [topic.label for topic in submission.topics.all()]
    return Cell(" · ".join(filter(None, [submission.sent_place, ", ".join(topics)])))


def desk_layout(now: dt.datetime) -> Layout[Submission]:
    """Lay out a queue of the editors' desk; ``now`` tells what is overdue."""
    return Layout[Submission](
        name="submissions",
        caption=gettext_lazy("Submissions"),
        columns=(
            Column(
                "title",
                gettext_lazy("Title"),
                _title_on_desk,
                sort=("sent_title",),
                is_wide=True,
            ),
            Column(
                "author",
                gettext_lazy("Author"),
                lambda submission: Cell(str(submission.author)),
                sort=("author__full_name",),
            ),
            Column(
                "kind",
                gettext_lazy("Kind"),
                lambda submission: Cell(submission.get_kind_display()),
                sort=("kind",),
                is_extra=True,
            ),
            Column("about", gettext_lazy("Place and topics"), _about, is_wide=True, is_extra=True),
            Column(
                "editor",
                gettext_lazy("Editor"),
                lambda submission: Cell(str(submission.editor or "")),
                sort=("editor__full_name",),
                is_extra=True,
            ),
            Column(
                "since",
                gettext_lazy("Since"),
                lambda submission: moment(submission.state_at),
                sort=("state_at",),
                is_labelled=True,
            ),
            Column(
                "state",
                gettext_lazy("State"),
                lambda submission: _state_on_desk(submission, now),
                sort=("state", "state_at"),
            ),
        ),
        usual_sort="since",
    )


def own_layout(reader: User) -> Layout[Submission]:
    """Lay out somebody's own submissions; those of others are theirs as co-author."""

    def title(submission: Submission) -> Cell:
        notes = []
        if submission.author_id != reader.pk:
            notes.append(_("by %(name)s, with you") % {"name": submission.author})
        if placed := len(submission.shown_placements):  # type: ignore[attr-defined]
            words = ngettext(
                "What you learnt is shown in %(count)d place",
                "What you learnt is shown in %(count)d places",
                placed,
            )
            notes.append(words % {"count": placed})
        return link(submission, submission.get_absolute_url(), note=" · ".join(notes))

    return Layout[Submission](
        name="my-submissions",
        caption=gettext_lazy("My submissions"),
        columns=(
            Column("title", gettext_lazy("Title"), title, sort=("title",), is_wide=True),
            Column(
                "kind",
                gettext_lazy("Kind"),
                lambda submission: Cell(submission.get_kind_display()),
                sort=("kind",),
            ),
            Column(
                "place",
                gettext_lazy("Place"),
                lambda submission: Cell(submission.place),
                sort=("place",),
                is_wide=True,
                is_extra=True,
            ),
            Column(
                "changed",
                gettext_lazy("Last changed"),
                lambda submission: moment(submission.saved_at),
                sort=("saved_at",),
                is_descending=True,
                is_labelled=True,
            ),
            Column(
                "state",
                gettext_lazy("State"),
                lambda submission: Cell(badges=(_state_badge(submission),)),
                sort=("state", "saved_at"),
            ),
        ),
        usual_sort="-changed",
    )


def _review_state(review: Review) -> Cell:
    badges = [
        Badge(review.get_state_display(), _KIND_OF_REVIEW.get(ReviewState(review.state), "stop"))
    ]
    if review.is_open and review.due_on < timezone.localdate():
        badges.append(Badge(_("Late"), "stop"))
    return Cell(badges=tuple(badges))


REVIEWS = Layout[Review](
    name="my-reviews",
    caption=gettext_lazy("My reviews"),
    columns=(
        Column(
            "title",
            gettext_lazy("Title"),
            lambda review: link(review, review.get_absolute_url()),
            sort=("submission__sent_title",),
            is_wide=True,
        ),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda review: Cell(review.submission.get_kind_display()),
            sort=("submission__kind",),
        ),
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda review: moment(review.invited_at),
            sort=("invited_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "due",
            gettext_lazy("Due"),
            lambda review: day(review.due_on if review.is_open else None),
            sort=("due_on",),
            is_labelled=True,
        ),
        Column("state", gettext_lazy("State"), _review_state, sort=("state", "invited_at")),
    ),
    usual_sort="-asked",
)
