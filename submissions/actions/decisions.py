"""Decisions of the editor, and what follows from them at once."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from library.catalogue.actions.records import publish_record
from library.catalogue.models import Record
from library.catalogue.type_fields import type_fields_of
from library.gaps.actions.filling import offer_record
from library.vocabularies.names import CreatorName
from library.vocabularies.place_names import PlaceNames
from notifications.actions import notify
from notifications.kinds import Kind
from submissions import kinds
from submissions.actions.co_authors import tell_co_authors_of_record
from submissions.actions.locking import lock_handled, make_move
from submissions.actions.publishing import move_files, relate_to_sources
from submissions.actions.reviews import cancel_open_reviews
from submissions.letters import letter_for
from submissions.models import CoAuthorAnswer, Decision, Submission, Verdict
from submissions.states import moves_from


class LetterMissing(Conflict):
    """The decision has no letter to the author."""

    def __init__(self) -> None:
        super().__init__(_("Write the letter to the author."))


class NotReviewedYet(Conflict):
    """A first revision cannot be accepted out of screening: only its editor has read it."""

    def __init__(self) -> None:
        super().__init__(_("Start the review first: this is the first revision."))


class RecordRefused(Conflict):
    """The library does not take the work as it is, and says why."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(" ".join(error.messages))


@transaction.atomic
def request_changes(
    *, submission: Submission, editor: User, letter: str, at: dt.datetime
) -> Decision:
    """Ask the author for changes with a letter; they are mailed at once.

    Raises ``TransitionNotAllowed`` unless it is screened or in review, ``NotYourSubmission``.
    """
    submission = lock_handled(submission, editor=editor, move="request_changes")
    decision = _decide(submission, editor, Verdict.CHANGES, letter, at)
    make_move("request_changes", submission, actor=editor, at=at)
    _tell_author(submission, decision, kinds.CHANGES_REQUESTED, at=at)
    return decision


@transaction.atomic
def decline_submission(
    *, submission: Submission, editor: User, letter: str, at: dt.datetime
) -> Decision:
    """Decline the submission; its author gets the letter at once, and everything is kept.

    Raises as ``request_changes``.
    """
    submission = lock_handled(submission, editor=editor, move="decline")
    decision = _decide(submission, editor, Verdict.DECLINE, letter, at)
    make_move("decline", submission, actor=editor, at=at)
    _tell_author(submission, decision, kinds.DECLINED, at=at)
    return decision


@transaction.atomic
def accept_submission(
    *, submission: Submission, editor: User, at: dt.datetime, letter: str = ""
) -> Submission:
    """Accept the work and publish it in the library: both, or neither. Its authors are mailed at once.

    What came back after changes may be accepted while it is screened, without another round of reviews.
    Without a letter the usual one is sent. Raises ``TransitionNotAllowed`` unless it is screened or in
    review, ``NotReviewedYet`` for a first revision under screening, ``NotYourSubmission``, and
    ``RecordRefused`` when the library does not take it.
    """
    submission = lock_handled(submission, editor=editor, move="accept")
    is_resubmitted = submission.revisions.count() > 1
    if "accept" not in moves_from(submission.state, is_resubmitted=is_resubmitted):
        raise NotReviewedYet
    if not letter.strip():
        letter = letter_for(submission, Verdict.ACCEPT, editor=editor)
    decision = _decide(submission, editor, Verdict.ACCEPT, letter, at)
    submission.record = _publish(submission, at)
    submission.save(update_fields=["record"])
    make_move("accept", submission, actor=editor, at=at)
    _tell_author(submission, decision, kinds.ACCEPTED, at=at)
    tell_co_authors_of_record(submission, at=at)
    return submission


def _decide(
    submission: Submission, editor: User, verdict: Verdict, letter: str, at: dt.datetime
) -> Decision:
    if not letter.strip():
        raise LetterMissing
    decision = Decision.objects.create(
        submission=submission,
        revision=submission.revisions.latest("number"),
        editor=editor,
        verdict=verdict,
        letter=letter,
        decided_at=at,
    )
    cancel_open_reviews(submission, by=editor, at=at)
    return decision


def _publish(submission: Submission, at: dt.datetime) -> Record:
    content = submission.content
    places, in_words = PlaceNames().read(submission.place)
    try:
        record = publish_record(
            type=submission.kind,
            title=submission.title,
            summary=submission.summary,
            topics=submission.topics.order_by("pk"),
            creators=_creators(submission),
            on=timezone.localdate(at),
            year=content.get("year") or timezone.localdate(at).year,
            particulars={f.name: content.get(f.name) for f in type_fields_of(submission.kind)},
            places=places,
            publisher=content.get("publisher", ""),
            geography=in_words,
            url=content.get("url", ""),
            licence=submission.licence,
            depositor=submission.author,
        )
    except ValidationError as error:
        raise RecordRefused(error) from error
    move_files(submission, record, at=at)
    relate_to_sources(submission, record, at=at)
    if submission.gap is not None:
        offer_record(gap=submission.gap, record=record, at=at)
    return record


def _creators(submission: Submission) -> list[CreatorName]:
    """Return the author, then the co-authors who did not deny it."""
    named = (
        submission.co_authors.in_order()
        .exclude(answer=CoAuthorAnswer.NOT_ME)
        .select_related("user")
    )
    return [
        CreatorName(submission.author.full_name, user=submission.author),
        *(CreatorName(person.name, user=person.user) for person in named),
    ]


def _tell_author(
    submission: Submission, decision: Decision, kind: Kind, *, at: dt.datetime
) -> None:
    notify(
        recipients=[submission.author],
        kind=kind,
        key=f"{kind.name}:{decision.pk}",
        target=submission,
        at=at,
        text=decision.letter,
    )
