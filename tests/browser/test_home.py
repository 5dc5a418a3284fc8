"""My home shows on one screen what waits on a person, whatever their roles."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, EnrolmentFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
)
from demo.factories.networks import DiscussionFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.submissions import SubmissionFactory
from submissions.states import SubmissionState
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
# Where each block begins, and where the last row of what to do next ends.
PLACES = """() => Object.fromEntries([...document.querySelectorAll("main section > h2")].map(
    (head) => [head.id, Math.round(head.getBoundingClientRect().top)]))"""
LAST_ROW = """() => {
    const rows = document.querySelectorAll("[aria-labelledby=do-next] .row");
    return [rows.length, Math.round(rows[rows.length - 1].getBoundingClientRect().bottom)];
}"""
SIZE_OF_LETTERS = "() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"


def _busy(person) -> None:
    """Give somebody more of everything than a screen holds."""
    MentorProfileFactory(user=person, capacity=12)
    for _number in range(4):
        MentoringRequestFactory(mentor=person)
        match = MatchFactory(mentor=person)
        SessionFactory(match=match, starts_at=timezone.now() + dt.timedelta(days=3))
        SubmissionFactory(state=SubmissionState.SUBMITTED)
        NotificationFactory(recipient=person, title="A long line of news about a submission " * 2)
    for _number in range(3):
        EnrolmentFactory(user=person)
    ActionPlanFactory(owner=person)
    network = NetworkFactory(members=[person])
    for _number in range(3):
        DiscussionFactory(network=network)
    RecordFactory.create_batch(3, topics=[TopicFactory()])


def test_everything_that_waits_begins_on_the_first_screen(visitor):
    person = UserFactory(
        full_name="Wolfeschlegelsteinhausenbergerdorff-Llywelyn Prytherch ap Rhys",
        roles=[Role.EDITOR, Role.FACILITATOR, Role.COORDINATOR],
    )
    _busy(person)
    window = open_as(visitor, person, "/home/")

    places = window.page.evaluate(PLACES)
    rows, end = window.page.evaluate(LAST_ROW)

    assert {"do-next", "learning", "coming-up", "unread"} <= {
        name for name, top in places.items() if top < 800
    }, places
    assert (rows > 4, end < 700) == (True, True)
    assert window.page.evaluate(SIZE_OF_LETTERS) < 26
    window.check("home-of-the-busy")


def test_on_a_phone_the_first_thing_to_do_is_in_sight(visitor):
    person = UserFactory()
    _busy(person)
    window = open_as(visitor, person, "/home/", viewport={"width": 375, "height": 800})

    assert window.page.evaluate(PLACES)["do-next"] < 300
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 375


def test_who_is_new_sees_what_to_do_first(visitor):
    window = open_as(visitor, UserFactory(), "/home/")

    assert window.page.evaluate(PLACES)["first-steps"] < 300
    window.follow("Join a network")
