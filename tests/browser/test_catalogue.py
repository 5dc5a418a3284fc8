"""A learner finds a programme and works through it by keyboard alone at 375 pixels; axe judges each page."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.learning import complete_lesson
from courses.models import Enrolment, Lesson, ProgrammeCertificate
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, ProgrammeFactory
from demo.factories.library import TopicFactory
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 375, "height": 800}
MOST_TABS = 60


def tab_to(window, name):
    """Press Tab until the thing with this name has the focus, and see that it is shown."""
    named = "(document.activeElement.innerText || document.activeElement.value || '').includes"
    for _number in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        if window.page.evaluate(f"name => {named}(name)", name):
            return
    raise AssertionError(f"No Tab leads to {name}.")


def go(window, name):
    tab_to(window, name)
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def found(window):
    """What the page says of how much it found."""
    return window.main.locator(".results-head strong").first.inner_text()


def test_a_programme_is_found_and_completed_by_keyboard(visitor):
    housing = TopicFactory(label="Housing")
    first = CourseFactory(title="Damp homes", texts=1, topics=[housing], level="introductory")
    second = CourseFactory(title="Cold homes", texts=1, effort_hours=0, effort_minutes=45)
    CohortFactory(course=first, starts_on=timezone.localdate() + dt.timedelta(days=12), capacity=8)
    ProgrammeFactory(title="Homes that are well", courses=[first, second])
    learner = UserFactory()
    window = open_as(visitor, learner, reverse("courses:course_list"), viewport=NARROW)

    window.sees("8 places left")
    window.check("catalogue")
    window.page.set_viewport_size(NARROW)
    window.page.locator("#q").focus()
    window.page.keyboard.type("homes")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    window.sees("for “homes”")
    assert found(window) == "3 courses and programmes"
    tab_to(window, "Filters")
    window.page.keyboard.press("Enter")
    box = window.page.locator("#kind-programme")
    for _number in range(MOST_TABS):
        if box.evaluate("box => box === document.activeElement"):
            break
        window.page.keyboard.press("Tab")
    window.page.keyboard.press("Space")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    assert "kind=programme" in window.page.url
    assert found(window) == "1 course or programme"
    window.check("catalogue-narrowed")
    window.page.set_viewport_size(NARROW)
    go(window, "Homes that are well")
    window.check("programme")
    window.page.set_viewport_size(NARROW)
    go(window, "Start with: Damp homes")
    go(window, "Enrol")
    window.sees("You are enrolled.")
    place = Enrolment.objects.get(user=learner)
    for course in (first, second):
        if course == second:
            window.go(course.get_absolute_url())
            go(window, "Enrol")
            place = Enrolment.objects.get(user=learner, release__course=second)
        for lesson in Lesson.objects.of(place.release):
            complete_lesson(enrolment=place, lesson=lesson, at=timezone.now())
    window.go(reverse("courses:programme_list"))
    window.check("programmes-mine")
    window.page.set_viewport_size(NARROW)
    go(window, "Certificate")
    window.sees("This certificate is genuine")
    window.sees(ProgrammeCertificate.objects.get().code)
    window.check("programme-certificate")
    window.go(reverse("courses:course_print", args=[first.slug]))
    window.check("course-print")
    assert window.downloads("Download for an e-reader (EPUB)")[:2] == b"PK"


def test_a_programme_is_made_without_scripts(visitor):
    courses = CourseFactory.create_batch(2, texts=1)
    author = courses[0].facilitators.get()
    author.is_superuser = True
    author.save()
    window = open_as(
        visitor, author, reverse("courses:programme_write_list"), java_script_enabled=False
    )

    window.follow("Create a programme")
    window.fill("Title", "Two in order")
    window.fill("Summary", "First one, then the other.")
    window.press("Save the programme")
    window.sees("Add at least 2 courses.")
    for course in courses:
        window.main.get_by_role("combobox", name="Course").select_option(label=str(course))
        window.press("Add the course")
    window.press(re.compile(f"Up.*{courses[1]}"))
    window.press(re.compile(f"Make optional.*{courses[0]}"))
    window.page.get_by_text("Publish the programme").first.click()
    window.press("Publish the programme")

    window.sees("Programme published.")
    window.follow("View the programme")
    window.sees(f"Start with: {courses[1]}")
