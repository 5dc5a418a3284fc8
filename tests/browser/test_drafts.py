"""A draft saves itself while it is written, and two windows do not write over each other."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from demo.factories.submissions import REVIEW_ANSWERS, ReviewFactory, SubmissionFactory
from submissions.models import Review, Submission
from submissions.states import ReviewState

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(window, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )


@pytest.fixture
def draft():
    return SubmissionFactory(title="At first")


def open_draft(visitor, draft, **options):
    window = visitor(**options)
    sign_in(window, draft.author)
    window.go(reverse("submissions:submission_edit", args=[draft.pk]))
    return window


def test_a_draft_saves_itself_and_the_button_saves_after_it(visitor, draft):
    window = open_draft(visitor, draft)

    window.fill("Title", "Written a little")
    window.sees("Saved at")
    assert Submission.objects.get().title == "Written a little"
    window.fill("Title", "Written to the end")
    window.press("Save draft")

    window.sees("Draft saved.")
    assert Submission.objects.get().title == "Written to the end"
    window.check("submission-edit")


def test_the_second_window_is_told_and_loses_nothing(visitor, draft):
    first, second = open_draft(visitor, draft), open_draft(visitor, draft)
    first.fill("Title", "From the first window")
    first.sees("Saved at")

    second.fill("Title", "From the second window")
    second.sees("changed in another tab")
    assert Submission.objects.get().title == "From the first window"
    second.press("Save draft")

    second.sees("From the first window")
    assert second.page.get_by_label("Title").input_value() == "From the second window"
    second.check("submission-conflict")
    second.press("Save draft")
    second.sees("Draft saved.")
    assert Submission.objects.get().title == "From the second window"


def test_who_was_signed_out_is_told_and_keeps_the_words(visitor, draft):
    window = open_draft(visitor, draft)
    window.context.clear_cookies()

    window.fill("Title", "Still here")
    window.sees("you are signed out")

    assert window.page.get_by_label("Title").input_value() == "Still here"
    assert Submission.objects.get().title == "At first"


def test_without_javascript_the_button_saves(visitor, draft):
    window = open_draft(visitor, draft, java_script_enabled=False)

    window.fill("Title", "By the button")
    window.press("Save draft")

    window.sees("Draft saved.")
    assert Submission.objects.get().title == "By the button"


def test_a_review_saves_itself(visitor):
    review = ReviewFactory(state=ReviewState.ACCEPTED)
    window = visitor()
    sign_in(window, review.reviewer)
    window.go(review.get_absolute_url())

    window.fill("Comments to the author", REVIEW_ANSWERS["comments_to_author"])
    window.sees("Saved at")

    assert Review.objects.get().comments_to_author == REVIEW_ANSWERS["comments_to_author"]
    window.check("review-form")
