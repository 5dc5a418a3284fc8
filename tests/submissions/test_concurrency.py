"""Two people at the same moment: one wins, the other is told."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from accounts.actions.mail_limits import MailLimit
from accounts.models import MailCount
from accounts.roles import Role
from core.refusals import Conflict
from demo.factories.accounts import UserFactory
from demo.factories.submissions import REVIEW_ANSWERS, ReviewFactory, SubmissionFactory
from library.catalogue.models import Record
from submissions.actions.assignment import claim
from submissions.actions.co_authors import add_co_author
from submissions.actions.decisions import accept_submission, decline_submission
from submissions.actions.drafts import save_draft, start_submission
from submissions.actions.files import attach_file
from submissions.actions.reviews import deliver_review
from submissions.actions.submitting import submit, withdraw_submission
from submissions.models import Attachment, Decision, Review, Submission
from submissions.states import ReviewState, SubmissionState
from workflow.models import Transition

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()


def at_once(*acts):
    """Run the acts in threads of their own, each with its connection; return what each gave or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results):
    return [result for result in results if isinstance(result, Conflict)]


def test_of_six_editors_who_claim_at_once_one_wins():
    submission = SubmissionFactory(state=SubmissionState.SUBMITTED)
    editors = [UserFactory(roles=[Role.EDITOR]) for _ in range(6)]

    results = at_once(
        *(
            lambda editor=editor: claim(submission=submission, editor=editor, at=NOW)
            for editor in editors
        )
    )

    assert len(refusals(results)) == 5
    winner = Submission.objects.get().editor
    claims = Transition.objects.of(submission).filter(move="claim")
    assert [move.actor for move in claims] == [winner]


def test_accepting_four_times_at_once_publishes_one_record():
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)

    results = at_once(
        *[
            lambda: accept_submission(
                submission=submission, editor=submission.editor, letter="Yes", at=NOW
            )
        ]
        * 4
    )

    assert len(refusals(results)) == 3
    assert Record.objects.count() == Decision.objects.count() == 1
    assert Submission.objects.get().record == Record.objects.get()


def test_accepting_and_declining_at_once_gives_one_decision():
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)
    words = {"submission": submission, "editor": submission.editor, "letter": "So.", "at": NOW}

    results = at_once(lambda: accept_submission(**words), lambda: decline_submission(**words))

    assert len(refusals(results)) == 1
    verdict = Decision.objects.get().verdict
    state = Submission.objects.get().state
    assert (verdict, state) in {("accept", "accepted"), ("decline", "declined")}
    assert Record.objects.count() == (1 if verdict == "accept" else 0)


def test_accepting_and_withdrawing_at_once_leaves_one_of_both():
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)

    results = at_once(
        lambda: accept_submission(submission=submission, editor=submission.editor, at=NOW),
        lambda: withdraw_submission(submission=submission, by=submission.author, at=NOW),
    )

    assert len(refusals(results)) == 1
    is_accepted = Submission.objects.get().state == SubmissionState.ACCEPTED
    assert Record.objects.exists() == is_accepted


def test_sending_in_twice_at_once_keeps_one_revision():
    draft = SubmissionFactory()

    results = at_once(*[lambda: submit(submission=draft, by=draft.author, at=NOW)] * 3)

    assert len(refusals(results)) == 2
    assert draft.revisions.count() == 1


def test_authors_who_name_the_same_people_in_another_order_both_send_in():
    names = [f"p{number}" for number in range(12)]
    drafts = [SubmissionFactory(), SubmissionFactory()]
    for draft, order in zip(drafts, [names, names[::-1]], strict=True):
        for name in order:
            add_co_author(submission=draft, name=name, email=f"{name}@example.org")

    at_once(
        *(lambda draft=draft: submit(submission=draft, by=draft.author, at=NOW) for draft in drafts)
    )

    assert {each.state for each in Submission.objects.all()} == {SubmissionState.SUBMITTED}
    assert MailCount.objects.get(key=MailLimit("to p0@example.org", 10).digest).count == 2


def test_starting_with_one_key_at_once_gives_one_draft():
    author, key = UserFactory(), uuid.uuid4()

    results = at_once(
        *[lambda: start_submission(author=author, kind="case-study", key=key, at=NOW).pk] * 4
    )

    assert set(results) == {Submission.objects.get().pk}


def test_two_tabs_that_save_at_once_do_not_write_over_each_other():
    draft = SubmissionFactory()

    results = at_once(
        *(
            lambda title=title: save_draft(
                submission=draft,
                values={"title": title},
                edit_number=draft.edit_number,
                at=NOW,
            )
            for title in ("One", "Two")
        )
    )

    assert len(refusals(results)) == 1
    [saved] = [r for r in results if isinstance(r, Submission)]
    assert Submission.objects.get().title == saved.title


def test_asking_one_reviewer_at_once_gives_one_invitation():
    submission = SubmissionFactory(state=SubmissionState.SCREENING)
    reviewer = UserFactory(roles=[Role.REVIEWER])

    results = at_once(*[lambda: ReviewFactory(submission=submission, reviewer=reviewer)] * 3)

    assert len(refusals(results)) == 2
    assert Review.objects.count() == 1


def test_delivering_while_the_editor_decides_ends_in_one_of_both():
    review = ReviewFactory(state=ReviewState.ACCEPTED)
    submission = review.submission

    at_once(
        lambda: deliver_review(review=review, answers=REVIEW_ANSWERS, at=NOW),
        lambda: decline_submission(
            submission=submission, editor=submission.editor, letter="No.", at=NOW
        ),
    )

    assert Submission.objects.get().state == SubmissionState.DECLINED
    assert Review.objects.get().state in {ReviewState.DELIVERED, ReviewState.CANCELLED}


def test_the_last_place_for_a_file_is_given_once(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    draft = SubmissionFactory()

    def attach(number):
        upload = ContentFile(b"place,rate\nA,%d\nB,2\n" % number, name="r.csv")
        return attach_file(submission=draft, upload=upload, at=NOW)

    for number in range(9):
        attach(number)
    results = at_once(*(lambda n=n: attach(n) for n in range(10, 14)))

    assert len(refusals(results)) == 3
    assert Attachment.objects.count() == 10
