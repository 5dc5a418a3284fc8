"""Asking reviewers, their form, and reminding them."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.submissions import REVIEW_ANSWERS, ReviewFactory, SubmissionFactory
from library.vocabularies.models import TopicInterest
from notifications.models import Notification
from submissions.actions.assignment import claim
from submissions.actions.decisions import request_changes
from submissions.actions.reminders import remind_authors, remind_reviewers
from submissions.actions.reviews import AlreadyInvited
from submissions.actions.submitting import submit
from submissions.models import CRITERIA, Review
from submissions.states import ReviewState, SubmissionState
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ask(client, submission, **data):
    address = reverse("submissions:submission_invite", args=[submission.pk])
    return client.post(address, data)


def write(client, review, name="review_detail", **data):
    sent = {**REVIEW_ANSWERS, "edit_number": 0, **data}
    sent = {key: value for key, value in sent.items() if not (value is None or value is False)}
    return client.post(reverse(f"submissions:{name}", args=[review.pk]), sent)


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


@shared
def in_review():
    return SubmissionFactory(state=SubmissionState.IN_REVIEW)


@shared
def promised():
    """A review that its reviewer has promised."""
    return ReviewFactory(state=ReviewState.ACCEPTED)


def test_a_reviewer_is_asked_once_however_often_the_button_is_pressed(client_for, in_review):
    reviewer = UserFactory(roles=[Role.REVIEWER])
    client = client_for(in_review.editor)
    due_on = timezone.localdate() + dt.timedelta(days=10)

    answers = [ask(client, in_review, reviewer=reviewer.pk, due_on=due_on) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert in_review.reviews.get().due_on == due_on
    assert told(reviewer) == ["submissions.review_invited"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"reviewer": ""}, "Choose who to ask."),
        ({"reviewer": "999999"}, "Choose one of these people."),
        ({"reviewer": "x"}, "Choose one of these people."),
        ({"due_on": ""}, "Enter the date the review is due"),
        ({"due_on": "tomorrow"}, "Enter a day"),
        ({"due_on": "2001-01-01"}, "Choose a date from tomorrow"),
        ({"due_on": "2999-01-01"}, "Choose a date from tomorrow"),
        ({"message": "x" * 2_001}, "at most 2000"),
        ({"message": "a\x07"}, "invisible control characters"),
    ],
)
def test_an_invitation_says_what_is_wrong_with_it(client_for, in_review, data, error):
    reviewer = UserFactory(roles=[Role.REVIEWER])
    good = {"reviewer": reviewer.pk, "due_on": timezone.localdate() + dt.timedelta(days=10)}

    answer = ask(client_for(in_review.editor), in_review, **{**good, **data})

    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not in_review.reviews.exists()


def test_the_author_cannot_be_slipped_into_the_form(client_for, in_review):
    in_review.author.groups.add(*UserFactory(roles=[Role.REVIEWER]).groups.all())
    due_on = timezone.localdate() + dt.timedelta(days=10)

    answer = ask(
        client_for(in_review.editor), in_review, reviewer=in_review.author.pk, due_on=due_on
    )

    assert "Choose one of these people." in answer.content.decode()


def test_people_who_follow_a_topic_are_suggested_and_found_by_name(client_for, in_review):
    person = UserFactory(full_name="Zoë O’Neill")
    TopicInterest.objects.create(user=person, topic=in_review.topics.get())
    UserFactory(full_name="Somebody Else", roles=[Role.REVIEWER])
    client = client_for(in_review.editor)
    address = reverse("submissions:submission_invite", args=[in_review.pk])

    everyone = client.get(address).content.decode()
    found = client.get(address, {"q": "o’neill"}).content.decode()
    nobody = client.get(address, {"q": "%_'\"<b>"}).content.decode()
    strange = client.get(address, {"q": "\x00" * 3 + "x" * 500})

    assert everyone.index("Zoë O’Neill") < everyone.index("Somebody Else")
    assert f"follows {in_review.topics.get().label}" in everyone
    assert "Somebody Else" not in found
    assert "No people found" in nobody
    assert strange.status_code == 200


def test_the_same_person_reviews_the_next_revision_but_not_the_same_twice(in_review):
    review = ReviewFactory(submission=in_review, state=ReviewState.DELIVERED)
    editor = in_review.editor

    with pytest.raises(AlreadyInvited):
        ReviewFactory(submission=in_review, reviewer=review.reviewer)
    request_changes(submission=in_review, editor=editor, letter="Please.", at=NOW)
    submit(submission=in_review, by=in_review.author, at=NOW)
    claim(submission=in_review, editor=editor, at=NOW)
    again = ReviewFactory(submission=in_review, reviewer=review.reviewer)

    assert again.revision.number == 2


def test_no_tells_the_editor_why(client_for):
    review = ReviewFactory()

    for _ in range(2):
        client_for(review.reviewer).post(
            reverse("submissions:review_answer", args=[review.pk]),
            {"no": "no", "reason": "On leave. Ask <b>Ana</b>."},
        )

    assert Review.objects.get(pk=review.pk).state == ReviewState.DECLINED
    note = Notification.objects.get(kind="submissions.review_answered")
    assert note.recipient == review.invited_by
    assert note.title.startswith(f"{review.reviewer.full_name} cannot review")
    assert note.text == "On leave. Ask <b>Ana</b>."


def test_a_promise_can_be_given_back(client_for, promised):

    client_for(promised.reviewer).post(
        reverse("submissions:review_answer", args=[promised.pk]), {"no": "yes"}
    )

    assert Review.objects.get(pk=promised.pk).state == ReviewState.DECLINED


def test_half_a_review_is_saved_and_not_delivered(client_for, promised):
    client = client_for(promised.reviewer)

    saved = write(client, promised, relevance=None, recommendation=None, save="1")
    refused = write(
        client, promised, relevance=None, comments_to_author="", deliver="1", edit_number=1
    )

    page = refused.content.decode()
    assert saved.status_code == 302
    assert page.count("Choose a score from 1 to 5 for “Relevance to health equity”.") == 2
    assert "Write your comments to the author." in page
    stored = Review.objects.get(pk=promised.pk)
    assert (stored.state, stored.clarity, stored.relevance) == (ReviewState.ACCEPTED, 4, None)


def test_a_review_is_delivered_once_and_closed(client_for, promised):
    client = client_for(promised.reviewer)

    answers = [write(client, promised, deliver="1") for _ in range(2)]
    late = write(client, promised, "review_autosave", comments_to_author="Changed")

    assert [a.status_code for a in answers] == [302, 302]
    assert late.status_code == 409
    stored = Review.objects.get(pk=promised.pk)
    assert stored.comments_to_author == REVIEW_ANSWERS["comments_to_author"]
    assert told(promised.invited_by).count("submissions.review_delivered") == 1


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("relevance", "6", "not one of the available choices"),
        ("relevance", "x", "not one of the available choices"),
        ("recommendation", "maybe", "not one of the available choices"),
        ("comments_to_author", "x" * 10_001, "at most 10000"),
        ("comments_to_editor", "a\x07", "invisible control characters"),
    ],
)
def test_bad_input_in_a_review_is_told_and_nothing_is_written(
    client_for, name, value, error, promised
):
    client = client_for(promised.reviewer)

    answer = write(client, promised, save="1", **{name: value})
    autosaved = write(client, promised, "review_autosave", **{name: value})

    assert (answer.status_code, autosaved.status_code) == (200, 422)
    assert error in answer.content.decode()
    assert Review.objects.get(pk=promised.pk).edit_number == 0


def test_a_second_tab_of_a_review_is_told_and_loses_nothing(client_for, promised):
    client = client_for(promised.reviewer)

    first = write(client, promised, "review_autosave", comments_to_author="First tab")
    silent = write(client, promised, "review_autosave", comments_to_author="Second tab")
    told_page = write(client, promised, save="1", comments_to_author="Second tab")

    assert json.loads(first.content)["edit_number"] == 1
    assert (silent.status_code, told_page.status_code) == (409, 409)
    assert "Second tab</textarea>" in told_page.content.decode()
    assert Review.objects.get(pk=promised.pk).comments_to_author == "First tab"


@pytest.mark.parametrize("name", CRITERIA)
def test_the_database_refuses_a_score_out_of_range(name, promised):

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=promised.pk).update(**{name: 6})


def test_the_database_refuses_half_a_delivered_review():
    review = ReviewFactory(state=ReviewState.DELIVERED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(harms=None)


@pytest.fixture
def nothing_else_promised(db):
    """Reminders go to everybody: here to nobody but for what the test itself makes."""
    Review.objects.all().delete()


@pytest.mark.usefixtures("nothing_else_promised")
def test_reminders_come_once_at_each_stage():
    review = ReviewFactory(
        state=ReviewState.ACCEPTED, due_on=timezone.localdate(NOW) + dt.timedelta(days=10)
    )
    sent = {}

    for day in range(40):
        at = NOW + dt.timedelta(days=day)
        count = remind_reviewers(at=at) + remind_reviewers(at=at)
        if count:
            sent[day] = count

    assert sent == {7: 1, 11: 1, 18: 1}
    assert told(review.reviewer).count("submissions.review_reminder") == 3
    assert told(review.invited_by).count("submissions.review_late") == 1


@pytest.mark.usefixtures("nothing_else_promised")
def test_a_reminder_after_days_of_silence_is_one_reminder():
    ReviewFactory(due_on=timezone.localdate(NOW))

    count = remind_reviewers(at=NOW + dt.timedelta(days=30))

    assert count == 1
    assert Notification.objects.filter(kind="submissions.review_reminder").count() == 1


@pytest.mark.usefixtures("nothing_else_promised")
@pytest.mark.parametrize("state", ["delivered", "declined", "cancelled"])
def test_nobody_is_reminded_of_what_is_done(state):
    ReviewFactory(state=state, due_on=timezone.localdate(NOW))

    assert remind_reviewers(at=NOW + dt.timedelta(days=30)) == 0


def test_authors_are_reminded_once_before_their_time_ends():
    submission = SubmissionFactory(state=SubmissionState.CHANGES_REQUESTED)

    days = [
        day
        for day in range(0, 80, 2)
        if remind_authors(at=submission.state_at + dt.timedelta(days=day))
    ]

    assert days == [46]
