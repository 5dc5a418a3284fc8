"""An author takes figures of an indicator into a lesson and a quiz; a learner reads, calculates, answers, sees the steps."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from courses.actions.content import edit_lesson
from courses.actions.releases import publish_release
from courses.models import Lesson, Question
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from tests.browser.window import open_as
from tests.courses.gradients import gradient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def author():
    return UserFactory(roles=[Role.FACILITATOR])


@pytest.fixture
def course(author):
    gradient()
    course = CourseFactory(is_published=False, by=author, texts=1, quiz=True)
    Question.objects.all().delete()
    return course


def test_figures_and_an_exercise_from_an_indicator(visitor, author, course):
    text, quiz = Lesson.objects.in_order().select_related("module__release__course")
    writes = open_as(visitor, author, reverse("courses:figure_new", args=[course.slug]))
    writes.check("figure-pick")
    writes.follow("Cold homes")
    writes.sees("Slope index")
    writes.check("figure-new")
    writes.page.get_by_label("Groups of one period", exact=True).check()
    expect(writes.page.locator("[data-looked]")).not_to_contain_text("Slope index")
    writes.page.get_by_label("Groups of one period with the fitted line").check()
    writes.press("Save the figure")
    writes.sees("{{figure:cold-homes}}")
    edit_lesson(lesson=text, body="Look:\n\n{{figure:cold-homes}}")

    writes.go(reverse("courses:question_new", args=[course.slug, quiz.pk, "measure"]))
    writes.check("exercise-pick")
    writes.follow("Cold homes")
    writes.fill("Question", "What is the slope index?")
    writes.press("Preview without saving")
    writes.sees("Correct answer: -18.775")
    writes.check("exercise-new")
    writes.press("Save the exercise")
    publish_release(release=course.releases.get(), by=author, at=timezone.now())

    learner = EnrolmentFactory(course=course).user
    reads = open_as(visitor, learner, text.get_absolute_url())
    reads.sees("Source: Office of Examples: Cold homes, first release. Period: 2020.")
    reads.check("lesson-with-figure")
    reads.go(reverse("courses:attempt_new", args=quiz.address_words))
    reads.check("quiz-with-data")
    assert "Fifth 1,26.84,1000" in reads.downloads("Download as CSV").decode("utf-8-sig")
    with reads.context.expect_page() as opened:
        reads.follow(re.compile("^Open in the calculator"))
    calculator = opened.value
    calculator.get_by_text("the line falls by 18.7").first.wait_for()
    assert "Slope index of inequality" in calculator.inner_text("main")
    calculator.close()
    reads.page.get_by_label("1. What is the slope index?").fill("−18,8")
    reads.press("Submit the quiz")
    reads.sees("You passed the quiz")
    reads.page.get_by_text("How it is worked out, step by step").click()
    reads.sees("The slope index is −18.775.")
    reads.check("exercise-explained")


def test_without_scripts_a_figure_is_looked_at_by_a_button(visitor, author, course):
    page = f"{reverse('courses:figure_new', args=[course.slug])}?indicator=cold-homes"
    writes = open_as(visitor, author, page, java_script_enabled=False)

    writes.page.get_by_label("The first and the last group over time").check()
    writes.press("Preview without saving")

    writes.sees("A picture over time needs figures for at least two periods.")
