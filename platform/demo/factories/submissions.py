"""Made-up submissions and reviews, brought to their state by the actions themselves."""

import datetime as dt
import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from submissions.actions.assignment import claim, start_review
from submissions.actions.decisions import accept_submission, decline_submission, request_changes
from submissions.actions.drafts import save_draft, start_submission
from submissions.actions.reviews import (
    answer_invitation,
    cancel_review,
    deliver_review,
    invite_reviewer,
)
from submissions.actions.submitting import submit, withdraw_submission
from submissions.content import SubmissionKind
from submissions.models import Licence, Review, Submission
from submissions.states import ReviewState, SubmissionState

_S = SubmissionState

COMPLETE: dict[str, dict[str, Any]] = {
    SubmissionKind.CASE_STUDY: {
        "problem": "Children in the poorest streets saw a dentist half as often as the others.",
        "setting": "Three primary schools and the dental practice between them.",
        "population": "412 children aged 5 to 7.",
        "action": "Supervised brushing each morning, and a dental van twice a year.",
        "equity": "The van went first to the two schools with the most free meals.",
        "targeting": "proportionate",
        "adaptations": "Brushing moved from noon to the first lesson.",
        "partners": "Schools, the practice, the council.",
        "result": "Visits rose from 31 % to 52 %; the gap fell from 24 to 11 points.",
        "cost": "£9 a child and year.",
        "did_not_work": "Letters to parents changed nothing.",
        "transfer": "A dentist who can leave the practice twice a year.",
        "lessons": "Ask the school kitchen first: they know every family.",
        "contact": "equity.team@example.org",
    },
    SubmissionKind.REPORT: {
        "publisher": "Council of Northfield",
        "year": 2025,
        "url": "https://example.org/report",
    },
    SubmissionKind.PROJECT: {
        "aims": "Halve the gap in uptake of health checks between the richest and poorest fifth.",
        "partners": "Two practices, a library, a football club.",
        "starts_on": "2026-01-05",
        "ends_on": "2027-12-31",
        "contact": "checks@example.org",
    },
}

REVIEW_ANSWERS: dict[str, Any] = {
    "relevance": 5,
    "clarity": 4,
    "soundness": 3,
    "usefulness": 5,
    "harms": 3,
    "comments_to_author": "Say how many parents refused, and why.",
    "comments_to_editor": "I know the practice; it is a good one.",
    "recommendation": "changes",
    "is_signed": False,
}

_PATHS: dict[str, tuple[str, ...]] = {
    _S.DRAFT: (),
    _S.SUBMITTED: ("submit",),
    _S.SCREENING: ("submit", "claim"),
    _S.IN_REVIEW: ("submit", "claim", "start_review"),
    _S.CHANGES_REQUESTED: ("submit", "claim", "request_changes"),
    _S.ACCEPTED: ("submit", "claim", "start_review", "accept"),
    _S.DECLINED: ("submit", "claim", "decline"),
    _S.WITHDRAWN: ("submit", "withdraw"),
}


class SubmissionFactory(DjangoModelFactory):
    """A complete case study. ``SubmissionFactory(state=SubmissionState.IN_REVIEW, editor=…)`` goes further.

    One that ``is_resubmitted`` came back after changes before it reached its state.
    """

    class Meta:
        model = Submission

    kind = SubmissionKind.CASE_STUDY
    title = factory.Sequence(lambda n: f"Brushing teeth at school {n}")
    summary = (
        "Supervised brushing each morning and a dental van that came first to the poorest streets narrowed "
        "the gap in visits to a dentist between three schools in two years."
    )
    place = "Northfield, England"
    licence = Licence.CC_BY

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Submission:
        state = fields.pop("state", _S.DRAFT)
        path = _PATHS[state]
        if fields.pop("is_resubmitted", False):
            path = (*_PATHS[_S.CHANGES_REQUESTED], *path)
        at = fields.pop("at", None) or timezone.now()
        author: Any = fields.pop("author", None) or UserFactory()
        editor: Any = fields.pop("editor", None)
        if editor is None and "claim" in path:
            editor = UserFactory(roles=[Role.EDITOR])
        topics = fields.pop("topics", None)
        content = fields.pop("content", COMPLETE[fields["kind"]])
        submission = start_submission(
            author=author,
            kind=fields.pop("kind"),
            plan=fields.pop("plan", None),
            gap=fields.pop("gap", None),
            key=fields.pop("form_key", uuid.uuid4()),
            at=at,
        )
        values = {**fields, **content, "topics": [TopicFactory()] if topics is None else topics}
        save_draft(submission=submission, values=values, at=at)
        for move in path:
            at += dt.timedelta(milliseconds=1)
            _make(move, submission, author, editor, at)
        return Submission.objects.get(pk=submission.pk)


def _make(move: str, submission: Submission, author: User, editor: User, at: dt.datetime) -> None:
    letter = "Dear author, thank you. Please read this."
    match move:
        case "submit":
            submit(submission=submission, by=author, at=at)
        case "claim":
            claim(submission=submission, editor=editor, at=at)
        case "start_review":
            start_review(submission=submission, editor=editor, at=at)
        case "request_changes":
            request_changes(submission=submission, editor=editor, letter=letter, at=at)
        case "accept":
            accept_submission(submission=submission, editor=editor, letter=letter, at=at)
        case "decline":
            decline_submission(submission=submission, editor=editor, letter=letter, at=at)
        case "withdraw":
            withdraw_submission(submission=submission, by=author, at=at)


class ReviewFactory(DjangoModelFactory):
    """A review of a submission in review: invited, or brought to another state."""

    class Meta:
        model = Review

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Review:
        at = fields.pop("at", None) or timezone.now()
        state = fields.pop("state", ReviewState.INVITED)
        submission: Any = fields.pop("submission", None) or SubmissionFactory(state=_S.IN_REVIEW)
        reviewer: Any = fields.pop("reviewer", None) or UserFactory(roles=[Role.REVIEWER])
        due_on = fields.pop("due_on", None) or timezone.localdate(at) + dt.timedelta(days=21)
        review = invite_reviewer(
            submission=submission,
            reviewer=reviewer,
            by=submission.editor,
            due_on=due_on,
            message=fields.pop("message", ""),
            at=at,
        )
        if state == ReviewState.DECLINED:
            answer_invitation(review=review, accept=False, reason="No time.", at=at)
        if state == ReviewState.CANCELLED:
            cancel_review(review=review, by=submission.editor, at=at)
        if state in {ReviewState.ACCEPTED, ReviewState.DELIVERED}:
            answer_invitation(review=review, accept=True, at=at)
        if state == ReviewState.DELIVERED:
            answers = {**REVIEW_ANSWERS, **fields}
            deliver_review(review=review, answers=answers, at=at)
        return Review.objects.get(pk=review.pk)
