"""Advice in the browser: a lead starts, writes and sends out a draft, a reviewer judges it, everyone reads what was sent."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from advice.models.cases import EQUITY_QUESTIONS
from advice.states import AdviceState
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import RecommendationFactory
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lead_takes_a_bill_to_its_reviewers_and_everyone_reads_what_was_sent(visitor):
    lead = UserFactory(full_name="Ada Lead", roles=[Role.EDITOR])
    UserFactory(full_name="Sam Signer", roles=[Role.COORDINATOR])
    first = UserFactory(full_name="Rita Reviewer", roles=[Role.REVIEWER])
    UserFactory(full_name="Rolf Reviewer", roles=[Role.REVIEWER])
    sent = AdviceCaseFactory(
        title="Bill that was advised on", state=AdviceState.CLOSED, closes_at=timezone.now()
    )
    sent.cited.create(version=RecordFactory().current_version, cited_at=timezone.now())
    sent.recommendations.add(RecommendationFactory())

    window = open_as(visitor, lead, "/advice/")
    window.check("advice-list")
    window.follow("Cases to work on")
    window.follow("Start a case")
    window.choose("Bill")
    window.fill("Title", "Warm homes bill")
    window.fill("What is asked?", "Is it fair?")
    window.fill("Who asks?", "A ministry of examples")
    window.fill("Closes on", (timezone.localdate() + dt.timedelta(days=9)).isoformat())
    window.page.get_by_label("Signs it off").select_option(label="Sam Signer")
    window.check("advice-new")
    window.press("Save")
    window.sees("Still missing before the review")
    window.follow("Write the draft")
    for words in EQUITY_QUESTIONS.values():
        window.fill(str(words), "An answer with figures.")
    window.fill("Text of the advice", "Pay it **without** application.")
    window.check("advice-draft")
    window.press("Save the draft")
    window.follow("Choose evidence")
    window.check("advice-evidence")
    window.follow("Back to the case")
    window.follow("Ask two reviewers")
    window.page.get_by_label("First reviewer").select_option(label="Rita Reviewer")
    window.page.get_by_label("Second reviewer").select_option(label="Rolf Reviewer")
    window.press("Ask for a review")
    window.sees("We have asked the reviewers")
    window.sees("Pay it")
    window.check("advice-work")
    window.go("/advice/work/")
    window.check("advice-work-list")

    other = open_as(visitor, first, "/submissions/reviews/")
    other.follow("Advice")
    other.check("advice-reviews")
    other.follow("Warm homes bill")
    other.choose("Ready to send")
    other.fill("Comments", "The figures are right.")
    other.check("advice-review")
    other.press("Submit the review")
    other.sees("Thank you")

    reader = visitor()
    reader.go("/advice/")
    reader.sees("2 asked for, 1 given")
    reader.follow("Bill that was advised on")
    reader.sees("Response of the ministry")
    reader.check("advice-case")
