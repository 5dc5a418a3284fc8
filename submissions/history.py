"""The history of a submission, in words for author and editor."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from submissions.models import Decision, Review, Revision, Submission
from submissions.states import ReviewState, SubmissionState
from workflow.models import Transition

_S = SubmissionState

_WORDS: dict[str, StrOrPromise] = {
    "claim": gettext_lazy("An editor began to read it"),
    "release": gettext_lazy("It went back to the queue for another editor"),
    "assign": gettext_lazy("Another editor took it over"),
    "start_review": gettext_lazy("It went to review"),
    "request_changes": gettext_lazy("The editor asked for changes"),
    "accept": gettext_lazy("It was accepted and published"),
    "decline": gettext_lazy("It was declined"),
    "withdraw": gettext_lazy("Its author withdrew it"),
}

NEXT: dict[str, StrOrPromise] = {
    _S.DRAFT: gettext_lazy(
        "Only you can see the draft. Complete it and send it in when you are ready."
    ),
    _S.SUBMITTED: gettext_lazy("An editor will take it up and check that it fits the library."),
    _S.SCREENING: gettext_lazy(
        "An editor reads it now. They send it to reviewers, or write to you first."
    ),
    _S.IN_REVIEW: gettext_lazy(
        "Reviewers read it and advise the editor, who then decides and writes to you."
    ),
    _S.CHANGES_REQUESTED: gettext_lazy(
        "Read the editor’s letter, change the text and send it in again."
    ),
    _S.ACCEPTED: gettext_lazy("It stands in the library under a permanent address."),
    _S.DECLINED: gettext_lazy("Nothing more will happen. You are welcome to send in other work."),
    _S.WITHDRAWN: gettext_lazy("Nothing more will happen. Everything is kept for you to read."),
}


@dataclass(frozen=True)
class SubmissionHistoryLine:
    """One line of the history."""

    at: dt.datetime
    words: StrOrPromise
    note: str = ""
    address: str = ""


def history_for_author(
    transitions: Iterable[Transition], revisions: Iterable[Revision]
) -> list[SubmissionHistoryLine]:
    """Return the history for its author: no reviewers, no editor's notes."""
    return [_event(move, list(revisions)) for move in transitions]


def history_for_editor(
    transitions: Iterable[Transition], revisions: Iterable[Revision], reviews: Iterable[Review]
) -> list[SubmissionHistoryLine]:
    """Return the history for its editor, with the reviews, oldest first."""
    events = [_event(move, list(revisions)) for move in transitions]
    events += [event for review in reviews for event in _of_review(review)]
    return sorted(events, key=lambda event: event.at)


def letters(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the editor's letters, the latest first."""
    return sorted(decisions, key=lambda decision: (decision.decided_at, decision.pk), reverse=True)


def _event(move: Transition, revisions: list[Revision]) -> SubmissionHistoryLine:
    if move.move == "submit":
        sent = [r for r in revisions if r.submitted_at == move.at]
        number = sent[0].number if sent else 1
        words = _("Sent in again, revision %(n)d") if number > 1 else _("Sent in")
        address = sent[0].get_absolute_url() if sent else ""
        return SubmissionHistoryLine(
            move.at, words % {"n": number} if number > 1 else words, address=address
        )
    # Only the reason of a withdrawal is shown, as the author wrote it; all other notes are not meant for authors.
    note = move.note if move.move == "withdraw" else ""
    return SubmissionHistoryLine(move.at, _WORDS[move.move], note)


def _of_review(review: Review) -> list[SubmissionHistoryLine]:
    words = {"name": review.reviewer.full_name}
    events = [
        SubmissionHistoryLine(review.invited_at, _("%(name)s was asked for a review") % words)
    ]
    if review.answered_at and review.state == ReviewState.DECLINED:
        events.append(
            SubmissionHistoryLine(
                review.answered_at, _("%(name)s turned it down") % words, review.refusal
            )
        )
    elif review.answered_at:
        events.append(
            SubmissionHistoryLine(review.answered_at, _("%(name)s agreed to review") % words)
        )
    if review.delivered_at:
        events.append(
            SubmissionHistoryLine(review.delivered_at, _("%(name)s delivered the review") % words)
        )
    return events


def what_next(submission: Submission) -> StrOrPromise:
    """Return what the author can expect next, or has to do."""
    return NEXT[submission.state]
