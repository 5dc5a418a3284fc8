"""Every move of a submission and of a review, from every state: made where it exists, refused elsewhere."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.submissions import REVIEW_ANSWERS, ReviewFactory, SubmissionFactory
from library.catalogue.models import Record
from submissions.actions.assignment import assign_editor, claim, release, start_review
from submissions.actions.co_authors import add_co_author
from submissions.actions.decisions import (
    NotReviewedYet,
    accept_submission,
    decline_submission,
    request_changes,
)
from submissions.actions.drafts import delete_draft, save_draft
from submissions.actions.locking import NotYourSubmission
from submissions.actions.reviews import (
    answer_invitation,
    cancel_review,
    deliver_review,
    invite_reviewer,
)
from submissions.actions.submitting import submit, withdraw_submission
from submissions.models import Decision, Review, Submission
from submissions.states import (
    EDITABLE,
    OPEN,
    REVIEW_FLOW,
    SUBMISSION_FLOW,
    ReviewState,
    SubmissionState,
)
from tests.shared import shared
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db

LATER = timezone.now() + dt.timedelta(hours=1)
MOVES = {
    "submit": lambda s, by: submit(submission=s, by=s.author, at=LATER),
    "claim": lambda s, by: claim(submission=s, editor=by, at=LATER),
    "release": lambda s, by: release(submission=s, editor=by, at=LATER),
    "assign": lambda s, by: assign_editor(
        submission=s, editor=UserFactory(roles=[Role.EDITOR]), by=by, at=LATER
    ),
    "start_review": lambda s, by: start_review(submission=s, editor=by, at=LATER),
    "request_changes": lambda s, by: request_changes(
        submission=s, editor=by, letter="Please.", at=LATER
    ),
    "accept": lambda s, by: accept_submission(submission=s, editor=by, at=LATER),
    "decline": lambda s, by: decline_submission(submission=s, editor=by, letter="Sorry.", at=LATER),
    "withdraw": lambda s, by: withdraw_submission(submission=s, by=s.author, at=LATER),
}
REVIEW_MOVES = {
    "agree": lambda r: answer_invitation(review=r, accept=True, at=LATER),
    "refuse": lambda r: answer_invitation(review=r, accept=False, at=LATER),
    "deliver": lambda r: deliver_review(review=r, answers=REVIEW_ANSWERS, at=LATER),
    "cancel": lambda r: cancel_review(review=r, by=r.invited_by, at=LATER),
}


@shared
def works() -> dict[str, Submission]:
    """One submission in each state."""
    return {state: SubmissionFactory(state=state) for state in SubmissionState.values}


@shared
def came_back() -> Submission:
    """A submission that is screened again after changes."""
    return SubmissionFactory(state=SubmissionState.SCREENING, is_resubmitted=True)


@shared
def reviews() -> dict[str, Review]:
    """One review in each state."""
    return {state: ReviewFactory(state=state) for state in ReviewState.values}


def test_the_tables_here_name_every_move():
    assert set(MOVES) == set(SUBMISSION_FLOW.moves)
    assert set(REVIEW_MOVES) == set(REVIEW_FLOW.moves)


@pytest.mark.parametrize("state", SubmissionState.values)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_of_a_submission_is_made_only_where_it_exists(works, came_back, move, state):
    # Out of the screening only what came back after changes is accepted.
    is_back = (move, state) == ("accept", SubmissionState.SCREENING)
    submission = came_back if is_back else works[state]
    editor = submission.editor or UserFactory(roles=[Role.EDITOR])
    history = Transition.objects.of(submission).count()

    if state in SUBMISSION_FLOW.moves[move].sources:
        MOVES[move](submission, editor)
        expected = SUBMISSION_FLOW.moves[move].leads_to(state)
        history += 1
    else:
        decisions, records = Decision.objects.count(), Record.objects.count()
        with pytest.raises(TransitionNotAllowed):
            MOVES[move](submission, editor)
        expected = state
        assert (Decision.objects.count(), Record.objects.count()) == (decisions, records)

    assert Submission.objects.get(pk=submission.pk).state == expected
    assert Transition.objects.of(submission).count() == history


@pytest.mark.parametrize("state", ReviewState.values)
@pytest.mark.parametrize("move", REVIEW_MOVES)
def test_each_move_of_a_review_is_made_only_where_it_exists(reviews, move, state):
    review = reviews[state]

    if state in REVIEW_FLOW.moves[move].sources:
        REVIEW_MOVES[move](review)
        expected = REVIEW_FLOW.moves[move].target
    else:
        with pytest.raises(TransitionNotAllowed):
            REVIEW_MOVES[move](review)
        expected = state

    assert Review.objects.get(pk=review.pk).state == expected


@pytest.mark.parametrize("state", sorted(set(SubmissionState) - EDITABLE))
def test_a_text_is_closed_to_its_author_while_others_have_it(works, state):
    submission = works[state]
    before = Submission.objects.values().get(pk=submission.pk)

    for act in (
        lambda: save_draft(submission=submission, values={"title": "New"}, at=LATER),
        lambda: add_co_author(submission=submission, name="A", email="a@example.org"),
    ):
        with pytest.raises(TransitionNotAllowed):
            act()

    assert Submission.objects.values().get(pk=submission.pk) == before


@pytest.mark.parametrize("state", sorted(set(SubmissionState) - {SubmissionState.DRAFT}))
def test_what_was_sent_in_is_never_deleted(works, state):
    submission = works[state]

    with pytest.raises(TransitionNotAllowed):
        delete_draft(submission=submission)

    assert Submission.objects.filter(pk=submission.pk).exists()


@pytest.mark.parametrize("state", sorted(set(SubmissionState) - OPEN))
def test_what_is_not_open_changes_no_hands(works, state):
    submission = works[state]
    editor = UserFactory(roles=[Role.EDITOR])

    with pytest.raises(TransitionNotAllowed):
        assign_editor(submission=submission, editor=editor, by=editor, at=LATER)


@pytest.mark.parametrize("state", sorted(set(SubmissionState) - {"screening", "in-review"}))
def test_reviewers_are_asked_only_while_a_work_is_read(works, state):
    submission = works[state]
    before = Review.objects.count()

    with pytest.raises(TransitionNotAllowed):
        invite_reviewer(
            submission=submission,
            reviewer=UserFactory(),
            by=submission.editor or UserFactory(roles=[Role.EDITOR]),
            due_on=timezone.localdate(),
            at=LATER,
        )

    assert Review.objects.count() == before


def test_a_first_revision_is_not_accepted_straight_out_of_the_screening(works):
    submission = works[SubmissionState.SCREENING]
    records = Record.objects.count()

    with pytest.raises(NotReviewedYet):
        MOVES["accept"](submission, submission.editor)

    assert Submission.objects.get(pk=submission.pk).state == SubmissionState.SCREENING
    assert Record.objects.count() == records


def test_the_first_invitation_ends_the_screening(works):
    submission = works[SubmissionState.SCREENING]

    ReviewFactory(submission=submission)

    assert Submission.objects.get(pk=submission.pk).state == SubmissionState.IN_REVIEW


def test_a_decision_ends_the_reviews_that_are_still_open(reviews):
    submission = reviews[ReviewState.INVITED].submission
    ReviewFactory(submission=submission, state=ReviewState.DELIVERED)

    MOVES["decline"](submission, submission.editor)

    states = set(submission.reviews.values_list("state", flat=True))
    assert states == {"cancelled", "delivered"}


@pytest.mark.parametrize("move", sorted(set(MOVES) - {"submit", "withdraw", "claim"}))
def test_only_the_editor_who_has_it_moves_it(works, move):
    state = sorted(SUBMISSION_FLOW.moves[move].sources)[0]
    submission = works[state]

    with pytest.raises(NotYourSubmission):
        MOVES[move](submission, UserFactory(roles=[Role.EDITOR]))

    assert Submission.objects.get(pk=submission.pk).state == state


def test_what_comes_back_to_its_editor_is_not_claimed_by_another(works):
    submission = works[SubmissionState.CHANGES_REQUESTED]
    MOVES["submit"](submission, None)

    with pytest.raises(NotYourSubmission):
        MOVES["claim"](submission, UserFactory(roles=[Role.EDITOR]))
