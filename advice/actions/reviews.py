"""Asking two reviewers, their answers, taking the draft back, returning it and signing it off."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from advice import kinds
from advice.actions.locking import lock, lock_for, make_move, refuse_shared_parts
from advice.actions.unsent_texts import forget_words_of
from advice.models import AdviceCase, AdviceReview, DraftRevision
from advice.refusals import NotComplete, NotIndependent, NotReviewed, NotYourPart, TwoReviewers
from advice.states import (
    ADVICE_REVIEW_FLOW,
    REVIEWERS,
    TAKING_PART,
    AdviceReviewState,
    AdviceState,
    AdviceVerdict,
)
from notifications.actions import notify
from notifications.kinds import Kind
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def ask_for_review(
    *, case: AdviceCase, reviewers: Sequence[User], due_on: dt.date, by: User, at: dt.datetime
) -> DraftRevision:
    """Send the draft to two reviewers, who are mailed. Its text cannot be changed until it comes back.

    Raises ``TransitionNotAllowed`` unless it is being drafted, ``NotComplete``, ``TwoReviewers``, ``NotYourPart``, and
    ``NotIndependent`` for somebody who writes it or signs it off.
    """
    case = lock_for(case, "advice.lead", by=by, move="ask_review")
    if case.lacks:
        raise NotComplete(case.lacks)
    if len({person.pk for person in reviewers}) != REVIEWERS:
        raise TwoReviewers
    number = case.revisions.count() + 1
    revision = DraftRevision.objects.create(case=case, number=number, text=case.draft, made_at=at)
    make_move("ask_review", case, by=by, at=at)
    for person in reviewers:
        _ask(case, revision, person, due_on=due_on, at=at)
    refuse_shared_parts(case)
    return revision


@transaction.atomic
def ask_another_reviewer(
    *, case: AdviceCase, reviewer: User, due_on: dt.date, by: User, at: dt.datetime
) -> AdviceReview:
    """Ask somebody instead of a reviewer who declined.

    Raises ``TransitionNotAllowed`` unless it is in review, ``TwoReviewers`` while two take part or for somebody who was
    asked for this draft before, ``NotYourPart`` and ``NotIndependent``.
    """
    case = lock_for(case, "advice.lead", by=by)
    if case.state != AdviceState.IN_REVIEW:
        raise TransitionNotAllowed("ask_review", case)
    revision = case.revisions.latest("number")
    reviews = revision.reviews
    if reviews.filter(state__in=TAKING_PART).count() >= REVIEWERS:
        raise TwoReviewers
    if reviews.filter(reviewer=reviewer).exists():
        raise TwoReviewers
    review = _ask(case, revision, reviewer, due_on=due_on, at=at)
    refuse_shared_parts(case)
    return review


@transaction.atomic
def deliver_review(
    *, review: AdviceReview, verdict: str, comments: str, by: User, at: dt.datetime
) -> AdviceReview:
    """Hand in the judgement of a draft. The lead is told, and whoever signs off once both find it ready.

    Raises ``TransitionNotAllowed`` unless it is asked for, and ``NotYourPart``.
    """
    case, review = _lock(review, by)
    review.verdict, review.comments, review.answered_at = verdict, comments, at
    if review.state == AdviceReviewState.ASKED:
        review.save(update_fields=["verdict", "comments", "answered_at"])
    ADVICE_REVIEW_FLOW.make("deliver", review, actor=by, at=at)
    _tell_lead(case, review, str(AdviceVerdict(verdict).label), at=at, text=comments)
    if is_found_ready(case):
        tell_sign_off(case, at=at)
    return review


@transaction.atomic
def decline_review(
    *, review: AdviceReview, by: User, at: dt.datetime, reason: str = ""
) -> AdviceReview:
    """Say that one cannot review it. The lead is told. Raises ``TransitionNotAllowed`` once it is answered."""
    case, review = _lock(review, by)
    ADVICE_REVIEW_FLOW.make("decline", review, actor=by, at=at, note=reason)
    review.answered_at = at
    review.save(update_fields=["answered_at"])
    _tell_lead(case, review, _("cannot review it"), at=at, text=reason)
    forget_words_of(case)
    return review


@transaction.atomic
def take_back(*, case: AdviceCase, by: User, at: dt.datetime) -> AdviceCase:
    """Take a draft back to change it; open reviews are cancelled, and it needs two new ones.

    Raises ``TransitionNotAllowed`` unless it is in review or signed off, and ``NotYourPart``.
    """
    case = lock_for(case, "advice.lead", by=by, move="take_back")
    cancel_open_reviews(case, by=by, at=at)
    make_move("take_back", case, by=by, at=at)
    return case


@transaction.atomic
def return_case(*, case: AdviceCase, reason: str, by: User, at: dt.datetime) -> AdviceCase:
    """Return a draft in review to its lead, who is told why.

    Raises ``TransitionNotAllowed`` unless it is in review, and ``NotYourPart``.
    """
    case = lock_for(case, "advice.sign_off", by=by, move="return")
    cancel_open_reviews(case, by=by, at=at)
    make_move("return", case, by=by, at=at, note=reason)
    _tell(case, case.lead, kinds.RETURNED, at=at, text=reason)
    return case


@transaction.atomic
def sign_off_case(*, case: AdviceCase, by: User, at: dt.datetime) -> AdviceCase:
    """Sign off a draft that two reviewers find ready. The lead is told.

    Raises ``NotReviewed``, ``TransitionNotAllowed`` unless it is in review, and ``NotYourPart``.
    """
    case = lock_for(case, "advice.sign_off", by=by, move="sign_off")
    if not is_found_ready(case):
        raise NotReviewed
    refuse_shared_parts(case)
    make_move("sign_off", case, by=by, at=at)
    _tell(case, case.lead, kinds.SIGNED_OFF, at=at)
    return case


def is_found_ready(case: AdviceCase) -> bool:
    """Tell whether two reviewers find the latest draft ready."""
    revision = case.revisions.order_by("-number").first()
    if revision is None:
        return False
    verdicts = [
        verdict
        for state, verdict in revision.reviews.values_list("state", "verdict")
        if state == AdviceReviewState.DELIVERED
    ]
    return verdicts == [AdviceVerdict.READY] * REVIEWERS


def cancel_open_reviews(case: AdviceCase, *, by: User | None, at: dt.datetime) -> None:
    """Cancel the reviews that nobody has answered; the caller holds the row of the case."""
    for review in case.reviews.asked().select_related("reviewer").order_by("pk"):
        ADVICE_REVIEW_FLOW.make("cancel", review, actor=by, at=at)
        _tell_reviewer(review, kinds.REVIEW_CANCELLED, at=at)
    forget_words_of(case)


def _ask(
    case: AdviceCase, revision: DraftRevision, person: User, *, due_on: dt.date, at: dt.datetime
) -> AdviceReview:
    assert case.sign_off_by_id is not None  # noqa: S101  (``lacks`` names it)
    if person.pk in (case.lead_id, case.sign_off_by_id):
        # Before the database refuses the row.
        raise NotIndependent(str(person))
    review = AdviceReview.objects.create(
        case=case,
        revision=revision,
        reviewer=person,
        lead_id=case.lead_id,
        sign_off_by_id=case.sign_off_by_id,
        due_on=due_on,
        asked_at=at,
    )
    _tell_reviewer(review, kinds.REVIEW_ASKED, at=at)
    return review


def _lock(review: AdviceReview, by: User) -> tuple[AdviceCase, AdviceReview]:
    # The case first, as every action does: another order of locks could end in a deadlock.
    case = lock(review.case)
    review = AdviceReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.reviewer_id != by.pk:
        raise NotYourPart
    return case, review


def _tell_reviewer(review: AdviceReview, kind: Kind, *, at: dt.datetime) -> None:
    notify(
        recipients=[review.reviewer],
        kind=kind,
        key=f"{kind.name}:{review.pk}",
        target=review,
        at=at,
        due=date_format(review.due_on, "j F Y"),
    )


def _tell_lead(
    case: AdviceCase, review: AdviceReview, answer: str, *, at: dt.datetime, text: str
) -> None:
    notify(
        recipients=[case.lead],
        kind=kinds.REVIEWED,
        key=f"{kinds.REVIEWED.name}:{review.pk}",
        target=case,
        at=at,
        text=text,
        reviewer=str(review.reviewer),
        answer=answer,
    )


def tell_sign_off(case: AdviceCase, *, at: dt.datetime) -> None:
    """Tell whoever signs off that the reviewers find the draft ready. Repeats safely: each person is told once of a draft."""
    if case.sign_off_by is not None:
        _tell(case, case.sign_off_by, kinds.SIGN_OFF_ASKED, at=at)


def _tell(case: AdviceCase, person: User, kind: Kind, *, at: dt.datetime, text: str = "") -> None:
    number = case.revisions.count()
    notify(
        recipients=[person],
        kind=kind,
        key=f"{kind.name}:{case.pk}:{number}",
        target=case,
        at=at,
        text=text,
    )
