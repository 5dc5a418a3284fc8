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
    "claim": gettext_lazy("An editor started to read it"),
    "release": gettext_lazy("Returned to the queue for another editor"),
    "assign": gettext_lazy("Passed to another editor"),
    "start_review": gettext_lazy("Review started"),
    "request_changes": gettext_lazy("The editor asked for changes"),
    "accept": gettext_lazy("Accepted and published"),
    "decline": gettext_lazy("Declined"),
    "withdraw": gettext_lazy("Withdrawn by its author"),
}

NEXT: dict[str, StrOrPromise] = {
    _S.DRAFT: gettext_lazy(
        "Only you can see the draft. Complete it and submit it when you are ready."
    ),
    _S.SUBMITTED: gettext_lazy("An editor will check that it fits the library."),
    _S.SCREENING: gettext_lazy(
        "An editor is reading it. They will send it to reviewers or write to you first."
    ),
    _S.IN_REVIEW: gettext_lazy(
        "Reviewers are reading it. They advise the editor, who decides and writes to you."
    ),
    _S.CHANGES_REQUESTED: gettext_lazy(
        "Read the editor’s letter, edit the text and submit it again."
    ),
    _S.ACCEPTED: gettext_lazy("It is in the library at a permanent address."),
    _S.DECLINED: gettext_lazy("This submission is closed. You are welcome to submit other work."),
    _S.WITHDRAWN: gettext_lazy("This submission is closed. You can still read everything."),
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
        words = _("Submitted again, revision %(n)d") if number > 1 else _("Submitted")
        address = sent[0].get_absolute_url() if sent else ""
        return SubmissionHistoryLine(
            move.at, words % {"n": number} if number > 1 else words, address=address
        )
    # Only the reason of a withdrawal is shown, as the author wrote it; all other notes are not meant for authors.
    note = move.note if move.move == "withdraw" else ""
    return SubmissionHistoryLine(move.at, _WORDS[move.move], note)


def _of_review(review: Review) -> list[SubmissionHistoryLine]:
    words = {"name": review.reviewer.full_name}
    events = [SubmissionHistoryLine(review.invited_at, _("%(name)s was asked to review") % words)]
    if review.answered_at and review.state == ReviewState.DECLINED:
        events.append(
            SubmissionHistoryLine(
                review.answered_at, _("%(name)s declined to review") % words, review.refusal
            )
        )
    elif review.answered_at:
        events.append(
            SubmissionHistoryLine(review.answered_at, _("%(name)s agreed to review") % words)
        )
    if review.delivered_at:
        events.append(
            SubmissionHistoryLine(review.delivered_at, _("%(name)s submitted the review") % words)
        )
    return events


def what_next(submission: Submission) -> StrOrPromise:
    """Return what the author can expect next, or has to do."""
    return NEXT[submission.state]
