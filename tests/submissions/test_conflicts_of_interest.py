"""Nobody judges their own work: by rule, by action and by constraint."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.roles import grant_role
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory
from demo.factories.submissions import ReviewFactory, SubmissionFactory
from submissions.actions.assignment import CannotHandle, assign_editor, claim
from submissions.actions.co_authors import add_co_author
from submissions.actions.decisions import request_changes
from submissions.actions.locking import ConflictOfInterest
from submissions.actions.reviews import invite_reviewer
from submissions.actions.submitting import submit
from submissions.models import Review, Revision, Submission
from submissions.reviewer_suggestions import suggest_reviewers
from submissions.states import ReviewState, SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def author():
    """Return an author who is also an editor, a reviewer and a superuser."""
    return UserFactory(roles=[Role.EDITOR, Role.REVIEWER], is_superuser=True)


def test_an_author_does_not_edit_their_work_whatever_their_role(author, client_for):
    submission = SubmissionFactory(author=author, state=SubmissionState.SUBMITTED)

    with pytest.raises(ConflictOfInterest):
        claim(submission=submission, editor=author, at=NOW)
    answer = client_for(author).post(reverse("submissions:submission_claim", args=[submission.pk]))

    assert answer.status_code == 404
    assert Submission.objects.get().editor is None


def test_the_database_refuses_an_author_as_editor(author):
    submission = SubmissionFactory(author=author, state=SubmissionState.SUBMITTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(editor=author)


def test_the_database_refuses_an_author_as_reviewer():
    review = ReviewFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(reviewer=review.submission.author)


def test_a_named_co_author_is_neither_editor_nor_reviewer():
    editor = UserFactory(roles=[Role.EDITOR])
    reviewer = UserFactory(roles=[Role.REVIEWER])
    submission = SubmissionFactory()
    for person in (editor, reviewer):
        add_co_author(submission=submission, name=person.full_name, email=person.email.upper())
    submit(submission=submission, by=submission.author, at=NOW)
    other = UserFactory(roles=[Role.EDITOR])

    with pytest.raises(ConflictOfInterest):
        claim(submission=submission, editor=editor, at=NOW)
    claim(submission=submission, editor=other, at=NOW)
    with pytest.raises(ConflictOfInterest):
        invite_reviewer(
            submission=submission, reviewer=reviewer, by=other, due_on=NOW.date(), at=NOW
        )

    assert reviewer not in [s.person for s in suggest_reviewers(submission, by=other)]


def test_an_editor_does_not_review_what_they_decide_on():
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)

    with pytest.raises(ConflictOfInterest):
        invite_reviewer(
            submission=submission,
            reviewer=submission.editor,
            by=submission.editor,
            due_on=NOW.date(),
            at=NOW,
        )


def test_a_reviewer_is_not_made_its_editor():
    reviewer = UserFactory(roles=[Role.REVIEWER, Role.EDITOR])
    review = ReviewFactory(reviewer=reviewer, state=ReviewState.ACCEPTED)

    with pytest.raises(CannotHandle):
        assign_editor(submission=review.submission, editor=reviewer, by=review.invited_by, at=NOW)


@pytest.fixture
def changing():
    """A review that was delivered, of a work whose author changes the text now."""
    review = ReviewFactory(state=ReviewState.DELIVERED)
    request_changes(
        submission=review.submission, editor=review.invited_by, letter="Please.", at=NOW
    )
    return review


def name(client, submission, email):
    address = reverse("submissions:submission_co_authors", args=[submission.pk])
    return client.post(address, {"name": "Named", "email": email})


def test_an_author_cannot_find_out_who_reviews_by_naming_people(client_for, changing):
    submission = changing.submission
    client = client_for(submission.author)
    people = (changing.reviewer, changing.invited_by, UserFactory())

    answers = [name(client, submission, person.email) for person in people]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert submission.co_authors.count() == 3


def test_the_desk_sees_that_a_reviewer_was_named_once_it_is_sent_in(client_for, changing):
    submission = changing.submission
    name(client_for(submission.author), submission, changing.reviewer.email.upper())
    desk = reverse("submissions:desk_detail", args=[submission.pk])
    editor = client_for(changing.invited_by)

    before = editor.get(desk).content.decode()
    submit(submission=submission, by=submission.author, at=NOW)
    after = editor.get(desk).content.decode()

    assert [page.count("Has reviewed this work") for page in (before, after)] == [0, 1]


def test_an_editor_who_is_named_hands_the_work_back_when_it_is_sent_in(client_for, changing):
    submission, editor = changing.submission, changing.invited_by
    name(client_for(submission.author), submission, editor.email)
    desk = reverse("submissions:desk_detail", args=[submission.pk])

    before = client_for(editor).get(desk).status_code
    submit(submission=submission, by=submission.author, at=NOW)
    after = client_for(editor).get(desk).status_code

    assert (before, after) == (200, 404)
    assert Submission.objects.get().editor is None


def test_an_author_at_the_desk_does_not_find_their_own_work(author, client_for):
    SubmissionFactory(author=author, state=SubmissionState.SUBMITTED, title="My own work")

    answer = client_for(author).get(reverse("submissions:desk"))

    assert b"My own work" not in answer.content


def test_who_works_closely_with_the_author_is_marked_without_saying_how():
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)
    match = MatchFactory(mentee=submission.author)
    grant_role(user=match.mentor, role=Role.REVIEWER, by=None)

    suggestions = suggest_reviewers(submission, by=submission.editor)

    assert [(s.person, s.reasons) for s in suggestions] == [
        (
            match.mentor,
            ["reviewer of the institute", "possible conflict: works closely with the author"],
        )
    ]


def test_suggestions_say_why_and_leave_out_those_already_asked():
    review = ReviewFactory()
    free = UserFactory(roles=[Role.REVIEWER])
    UserFactory()

    suggestions = suggest_reviewers(review.submission, by=review.invited_by)

    assert [(s.person, s.reasons) for s in suggestions] == [(free, ["reviewer of the institute"])]


def test_a_revision_is_never_written_again():
    SubmissionFactory(state=SubmissionState.SUBMITTED)
    revision = Revision.objects.get()
    revision.note = "Changed my mind"

    with pytest.raises(TypeError):
        revision.save()
