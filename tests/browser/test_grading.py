"""A grader with twenty pieces of work goes through them by keyboard, and a learner hands in a file."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from courses.models import HandIn
from demo.factories.courses import EnrolmentFactory
from demo.factories.coursework import AssignmentCourseFactory, HandInFactory, assignment_lesson

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20


def enter(window, person):
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )


def reach(window, selector):
    """Press Tab until the element has the focus."""
    wanted = window.page.locator(selector).first
    wanted.wait_for()
    for _press in range(80):
        window.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"No Tab reaches {selector}.")


def test_twenty_pieces_of_work_are_graded_by_keyboard_alone(visitor):
    course = AssignmentCourseFactory()
    begun = timezone.now() - dt.timedelta(days=3)
    for number in range(TWENTY):
        HandInFactory(course=course, at=begun + dt.timedelta(minutes=number))
    window = visitor()
    enter(window, course.facilitators.get())
    window.go("/courses/grading/")
    window.check("grading-queue")
    first = HandIn.objects.order_by("handed_in_at").first()
    reach(window, f'a[href^="{first.grading_address}"]')
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"**{first.grading_address}*")
    window.check("grading-work")

    for number, work in enumerate(HandIn.objects.order_by("handed_in_at")):
        window.page.wait_for_url(f"**{work.grading_address}*")
        if number % 2:
            reach(window, "textarea[name=feedback]")
            window.page.keyboard.type("Name one more group.")
            reach(window, "[name=return]")
        else:
            for criterion in range(2):
                reach(window, f"fieldset.group >> nth={criterion} >> input[type=radio]")
                window.page.keyboard.press("Space")
                window.page.keyboard.press("ArrowDown")
            reach(window, "[name=accept]")
        window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/courses/grading/")

    window.check("grading-done")
    states = list(HandIn.objects.order_by("handed_in_at").values_list("state", "points"))
    assert states == [("accepted", 4), ("returned", None)] * (TWENTY // 2)


def test_work_is_handed_in(visitor, settings, tmp_path):
    course = AssignmentCourseFactory()
    enrolment, lesson = EnrolmentFactory(course=course), assignment_lesson(course)
    settings.MEDIA_ROOT = tmp_path
    file = tmp_path / "groups.csv"
    file.write_text("group,heard\ndrivers,no\n", encoding="utf-8")
    window = visitor()
    enter(window, enrolment.user)
    window.go(lesson.get_absolute_url())
    window.check("assignment")

    window.page.locator("textarea[name=text]").fill("We asked the drivers.")
    window.page.locator("input[type=file]").set_input_files(file)
    window.press("Save draft")
    window.sees("groups.csv")
    window.check("assignment-draft")
    window.press("Hand in")
    window.sees("It is with the facilitators.")
    window.check("assignment-handed-in")

    assert HandIn.objects.get().files.get().name == "groups.csv"
