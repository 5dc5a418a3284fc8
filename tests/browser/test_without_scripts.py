"""The ways that people go every day, in a browser that runs no script."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from courses.models import ActionPlan, Attempt, Enrolment
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.models import Post

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

    window.sees("Cold homes in Hull")
    assert "Cold homes in Leeds" not in window.main.inner_text()


def test_a_reply_is_written(window):
    window, person = window
    discussion = DiscussionFactory()
    MembershipFactory(network=discussion.network, user=person)

    window.go(discussion.get_absolute_url())
    window.main.get_by_label("Your post").fill("Written without scripts")
    window.main.get_by_role("button", name="Reply").last.click()

    window.sees("Written without scripts")
    assert Post.objects.latest("pk").author == person
