"""From pasted deciles and a passed exercise to what a reader of a place's page sees: a baseline, an outcome, a network."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.actions.excerpts.exercises import add_exercise
from courses.actions.releases import publish_release
from courses.excerpts.exercises import Tolerance
from courses.models import Lesson, Question
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, PlaceFactory
from demo.factories.networks import NetworkFactory
from submissions.models import Submission
from tests.browser.window import open_as
from tests.courses.gradients import LINE, gradient

pytestmark = pytest.mark.django_db(transaction=True)

DECILES = "Decile\tObese\tMeasured\n" + "\n".join(
    f"Decile {n}\t{cases}\t1000" for n, cases in enumerate(range(300, 200, -10), start=1)
)


@pytest.fixture
def quiz():
    """A course whose quiz asks for the slope index of five groups."""
    author = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(title="Slopes", is_published=False, by=author, texts=0, quiz=True)
    Question.objects.all().delete()
    quiz = Lesson.objects.select_related("module__release__course").get()
    gradient()
    add_exercise(
        lesson=quiz, figures=LINE, measure="slope_index", is_size=False, prompt="What is the slope index?",
        tolerance=Tolerance(Decimal(1), is_percent=True),
    )  # fmt: skip
    publish_release(release=course.releases.get(), by=author, at=timezone.now())
    return quiz


def pass_exercise(window, quiz):
    """Work the slope index out in the calculator, from the data of the exercise, and answer with it."""
    window.go(reverse("courses:attempt_new", args=quiz.address_words))
    with window.context.expect_page() as opened:
        window.follow(re.compile("^Open in the calculator"))
    calculator = opened.value
    calculator.get_by_text("the line falls by 18.8").first.wait_for()
    calculator.close()
    window.fill(re.compile("What is the slope index"), "−18.8")
    window.press("Submit the quiz")
    window.sees("You passed the quiz")


def test_a_slope_from_pasted_deciles_becomes_a_baseline_and_readers_of_the_place_see_what_came_of_it(
    visitor, quiz
):
    town = PlaceFactory(code="bury", name="Bury")
    ObservationFactory(indicator=IndicatorFactory(name="Cold homes"), place=town)
    learner, reader = UserFactory(full_name="Amina Yusuf"), UserFactory()
    NetworkFactory(name="Healthy schools", members=[learner, reader])
    ActionPlanFactory(
        owner=learner,
        place="Bury",
        title="Walk to school",
        at=timezone.now() - dt.timedelta(weeks=7),
    )

    EnrolmentFactory(user=learner, course=quiz.module.release.course)
    window = open_as(visitor, learner, "/indicators/calculator/")
    window.fill("Figures", DECILES)
    window.fill("Title of the figures", "Obesity in our schools")
    window.press(re.compile("^Measure$"))
    window.sees("the line falls by 10.0\u00a0percentage points")
    window.press("Save to my data sets")
    window.sees("saved to your data sets")
    window.check("data-set")

    pass_exercise(window, quiz)
    window.go("/indicators/my-data-sets/")
    window.check("data-sets")
    window.follow("Obesity in our schools")
    window.follow("Use in a plan")
    window.check("plan-act-on")
    window.follow("Walk to school")
    window.check("baseline-from-data-set")
    window.press("Start the plan from this number")
    window.sees("Enter the source of the figures.")
    window.page.get_by_label("What do you want to change?").select_option(
        label="Slope index of inequality: −10.0\u00a0percentage points"
    )
    window.fill("When are the figures from?", "2023/24")
    window.fill("Where are the figures from?", "School nurses")
    window.fill("Target", "-7")
    window.fill("Reach it by", "2031-09-01")
    window.press("Start the plan from this number")
    window.sees("Your plan now starts from this number.")

    window.follow(re.compile("^Record the outcome after 6 weeks"))
    window.fill("What happened?", "Two walking buses, every morning.")
    window.fill(re.compile("Slope index of inequality now"), "−9,2")
    window.choose("Show the outcomes of this plan to people I share it with")
    window.check("outcome-with-value")
    window.press("Record the outcome")
    window.sees("Outcome recorded.")
    window.sees("they do not prove that the plan caused a change")
    window.check("plan-with-figures")

    window.follow("Share it with a network")
    window.follow("Healthy schools")
    window.fill("Title", "Walking buses")
    window.fill("Your post", "What do you think?")
    window.choose(re.compile("^Members of Healthy schools can read this plan"))
    window.press("Start discussion")
    window.sees("Discussion started.")

    other = open_as(visitor, reader, "/places/bury/")
    other.sees(
        "Slope index of inequality at the start: −10.0\u00a0percentage points (2023/24), target: −7.0"
    )
    other.sees(re.compile("After 6 weeks: −9.2\u00a0percentage points. Two walking buses"))
    other.check("place-with-plans")
    other.follow("Walk to school")
    other.page.get_by_text("Action plan of Amina Yusuf").click()
    other.sees("Two walking buses, every morning.")

    window.go("/courses/plans/")
    window.follow("Walk to school")
    window.follow("Write a case study from it")
    window.press("Start a draft")
    work = Submission.objects.get()
    window.go(reverse("submissions:submission_preview", args=[work.pk]))
    window.main.get_by_role(
        "img", name=re.compile("^Slope index of inequality: Obesity in our")
    ).wait_for()
    window.check("case-study-with-figures")

    visitor_without_account = visitor()
    visitor_without_account.go("/places/bury/")
    assert visitor_without_account.page.get_by_text("Walk to school").count() == 0
