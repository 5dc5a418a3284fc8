"""The ways that people go every day, in a browser that runs no script."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import ActionPlan, Attempt, Enrolment
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.cases import claim_case, decide_case, flag
from networks.actions.memberships import make_moderator
from networks.models import Case, Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(visitor):
    """A window without scripts, and the person at it."""
    person = UserFactory()
    window = visitor(java_script_enabled=False)
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )
    return window, person


def test_a_course_is_taken_to_its_plan(window):
    window, person = window
    course = CourseFactory(texts=1, quiz=True, plan=True)

    window.go(course.get_absolute_url())
    window.press("Enrol")
    window.press("Mark as done and continue")
    window.follow("Start the quiz")
    window.press("Submit the quiz")
    window.sees("Answer question 1.")
    window.main.get_by_role("radio").or_(window.main.get_by_role("checkbox")).first.check()
    window.press("Submit the quiz")
    attempt = Attempt.objects.get()
    lesson = Enrolment.objects.get().release.modules.get().lessons.order_by("position").last()
    window.go(lesson.get_absolute_url())
    window.press("Start my plan")
    window.fill("Name of the plan", "Written without scripts")
    window.fill(
        "When will you check the result?",
        (timezone.localdate() + dt.timedelta(days=9)).isoformat(),
    )
    window.press("Save draft")

    window.sees("Draft saved.")
    assert attempt.enrolment.user == person
    assert ActionPlan.objects.get().title == "Written without scripts"


def test_a_record_is_found_and_narrowed(window):
    window, _person = window
    RecordFactory(title="Cold homes in Leeds", year=2011)
    RecordFactory(title="Cold homes in Hull", year=2020)

    window.go("/library/")
    window.main.locator("input[name=q]").fill("cold homes")
    window.main.get_by_role("button", name="Search").first.click()
    window.main.locator("summary").filter(has_text=re.compile(r"^\s*Year")).click()
    window.fill("From year", "2015")
    window.main.get_by_role("button", name="Apply").first.click()

    expect(window.main.get_by_text("Cold homes in Leeds")).to_have_count(0)
    window.sees("Cold homes in Hull")


def test_a_reply_is_written(window):
    window, person = window
    discussion = DiscussionFactory()
    MembershipFactory(network=discussion.network, user=person)

    window.go(discussion.get_absolute_url())
    window.main.get_by_label("Your post").fill("Written without scripts")
    window.main.get_by_role("button", name="Reply").last.click()

    window.sees("Written without scripts")
    assert Post.objects.latest("pk").author == person


def test_a_post_is_flagged_decided_and_appealed(window):
    window, person = window
    discussion = DiscussionFactory(author=person, network=MembershipFactory(user=person).network)
    network, post = discussion.network, discussion.posts.get()
    flagger = MembershipFactory(network=network).user
    flag(
        discussion=discussion,
        post=post,
        person=flagger,
        reason="patient",
        words="",
        at=timezone.now(),
    )
    case = Case.objects.get()

    window.go(discussion.get_absolute_url())
    window.sees("This post is hidden until a moderator has looked at it.")
    moderator = network.memberships.moderators().get().user
    claim_case(case=case, by=moderator, at=timezone.now())
    decide_case(
        case=case, by=moderator, outcome="uphold", reason="It names her.", at=timezone.now()
    )
    window.go(case.get_absolute_url())
    window.sees("It names her.")
    window.fill("Why should someone else look at this again?", "She agreed to it.")
    window.press("Appeal")

    window.sees(
        "We have asked someone else to look at it again, and will tell you what they decide"
    )
    assert Case.objects.get().appeal == "She agreed to it."


def test_a_moderator_takes_a_case_and_decides_it(window):
    window, person = window
    membership = MembershipFactory(user=person)
    network = membership.network
    founder = network.memberships.moderators().get().user
    make_moderator(membership=membership, by=founder, at=timezone.now())
    post = DiscussionFactory(network=network).posts.get()
    flagger = MembershipFactory(network=network).user
    flag(
        discussion=post.discussion,
        post=post,
        person=flagger,
        reason="spam",
        words="",
        at=timezone.now(),
    )

    window.go(network.get_absolute_url())
    window.follow("Flags (1)")
    window.follow(post.discussion.title)
    window.press("Take this case")
    window.main.get_by_role("radio", name="Agree with the flag: hide it").check()
    window.fill("Reason", "An advertisement.")
    window.press("Decide")

    window.sees("Decided. We have told the author why, and how to appeal.")
    assert Post.objects.get(pk=post.pk).is_hidden
