"""The whole chain, by hand: a recommendation, a plan, its outcome, a case study, what was learnt, and a brief that prints it."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, PlaceFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import RecommendationFactory
from tests.browser.walk.submitting import CASE_STUDY
from tests.browser.window import newest_mail, open_as

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "Warmth at the counter"
TITLE = "Warmth without a form in Bury"
HAPPENED = "Eighty-four households were paid at the counter."
NOTE = "Take the form away before you advertise: it reaches those who never applied."
RECOMMENDATION = "COLD-2020-A1 Warm homes for all"


def act_on_it(owner):
    """The owner of a plan finds the recommendation in its report, and says that the plan acts on it."""
    owner.follow("Warm homes for all")
    owner.follow("Act on it in an action plan")
    owner.press(re.compile("^Act on it"))
    owner.sees("Your plan acts on")


def record_outcome(owner):
    owner.follow("Back to the plan")
    owner.follow(re.compile("^Record the outcome after 6 weeks"))
    owner.fill("What happened?", HAPPENED)
    owner.press("Record the outcome")
    owner.sees("Outcome recorded.")


def write(owner):
    """The case study begins with the words of the plan, its outcome and the recommendation it acts on."""
    owner.follow("Write a case study from it")
    owner.press("Start a draft")
    assert HAPPENED in owner.main.get_by_label("Result and how it was measured").first.input_value()
    for label, words in {**CASE_STUDY, "Title": TITLE}.items():
        owner.fill(label, words)
    owner.main.locator("input[name=licence]").first.check()
    owner.press("Save and continue")
    owner.follow("Continue to the evidence")
    owner.sees(re.compile("COLD-2020-A1"))
    owner.main.get_by_role("link", name="Check and submit").first.click()
    owner.sees("Everything needed is complete.")
    owner.choose(re.compile("All authors agree"))
    owner.press("Send to the editors")
    owner.sees("What happens next")


def publish(editor):
    editor.follow(TITLE)
    editor.press("Become the editor")
    editor.press("Start the review")
    editor.follow(TITLE)
    editor.follow("Accept…")
    editor.choose("Accept it without a review")
    editor.press("Accept and publish")
    editor.follow("View in the library")
    return editor.page.url


def place(editor):
    """The editor places what was learnt under the recommendation and beside a lesson, and tells the author."""
    editor.go("/submissions/desk/")
    editor.follow(re.compile("What was learnt .1 to place"))
    editor.check("learnt-queue")
    editor.follow(TITLE)
    editor.sees("Begin with the counters that are open on Saturdays.")
    editor.press("Place it there")
    editor.sees("Write what readers can take from it.")
    editor.choose(re.compile(RECOMMENDATION))
    editor.fill("What readers can take from it there", NOTE)
    editor.check("learnt-suggested")
    editor.press("Place it there")
    editor.sees("Placed. Everyone can see it there now.")
    editor.fill("Words of a recommendation, evidence gap or lesson", "Lesson 1")
    editor.press("Find")
    editor.choose(re.compile("Homes and health"))
    editor.fill("What readers can take from it there", NOTE)
    editor.press("Place it there")
    editor.sees("Placed. Everyone can see it there now.")
    editor.check("learnt-placed")
    editor.press("Finish and tell the authors")
    editor.sees(re.compile("is placed. We have told its authors."))


def is_told(owner):
    owner.go("/inbox/")
    owner.follow(re.compile("^What you learnt is now shown where others look for it"))
    owner.sees("Where what you learnt is shown")
    owner.check("submission-placed")
    owner.follow(RECOMMENDATION)
    owner.sees(NOTE)
    assert RECOMMENDATION in newest_mail("amina@example.org")


def every_page_shows_it(owner, learner, anyone, record, lesson):
    anyone.go("/recommendations/COLD-2020-A1/")
    for heading in ("What was tried, and the results", "What was learnt"):
        part = anyone.main.get_by_role("region", name=heading)
        assert TITLE in part.inner_text()
    anyone.check("recommendation-learnt")
    anyone.go("/places/bury/")
    anyone.sees(TITLE)
    owner.go("/places/bury/")
    owner.sees(re.compile(f"After 6 weeks: {HAPPENED}"))
    learner.go(lesson)
    learner.sees(TITLE)
    learner.sees(NOTE)
    learner.main.get_by_text("What its authors learnt").click()
    learner.sees("Begin with the counters that are open on Saturdays.")
    learner.check("lesson-learnt")
    anyone.go(record)
    anyone.follow(f"Recommendation: {RECOMMENDATION}")
    anyone.page.go_back()
    anyone.sees("Lesson “Lesson 1” in the course “Homes and health”")


def print_brief(author, editor, anyone):
    """A brief from the recommendation, with the case study and the lesson, as a PDF for everyone."""
    author.go("/recommendations/COLD-2020-A1/")
    author.follow("Write a brief from this")
    author.fill("Title", "Warm homes in Bury")
    author.press("Save the draft")
    for words, found in (("warmth form", TITLE), ("Lesson 1", "Homes and health")):
        author.follow(re.compile("Add evidence"))
        author.fill("Words", words)
        author.press("Find")
        author.choose(re.compile(found))
        author.press("Add to the brief")
        author.sees("1 part added.")
    author.press("Ask editors to publish it")
    editor.go("/briefs/mine/")
    editor.follow("Warm homes in Bury")
    editor.follow("Publish")
    editor.press("Publish it now")
    anyone.go("/briefs/")
    anyone.follow("Warm homes in Bury")
    paper = PdfReader(BytesIO(anyone.downloads("Download to print (PDF)")))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for words in (RECOMMENDATION, TITLE, "Days without heating fell from 2.9 to 1.1", "Lesson 1"):
        assert words in text, words


def test_from_a_recommendation_through_practice_back_to_it_and_into_a_brief(visitor):
    report = RecordFactory(title="Cold homes and health", type="report")
    RecommendationFactory(record=report, reference="COLD-2020-A1", title="Warm homes for all")
    ObservationFactory(
        indicator=IndicatorFactory(name="Cold homes"), place=PlaceFactory(code="bury", name="Bury")
    )
    amina = UserFactory(full_name="Amina Yusuf", email="amina@example.org")
    weeks_ago = timezone.now() - dt.timedelta(weeks=7)
    ActionPlanFactory(owner=amina, place="Bury", title=PLAN, at=weeks_ago)
    course = CourseFactory(title="Homes and health", texts=1)
    enrolment = EnrolmentFactory(course=course)
    [lesson] = course.releases.get().modules.get().lessons.all()
    owner = open_as(visitor, amina, report.get_absolute_url())
    editor = open_as(visitor, UserFactory(full_name="Edda Tor", roles=[Role.EDITOR]), "/")
    learner, anyone = open_as(visitor, enrolment.user, "/"), visitor()

    act_on_it(owner)
    record_outcome(owner)
    write(owner)
    editor.go("/submissions/desk/")
    record = publish(editor)
    place(editor)
    is_told(owner)
    every_page_shows_it(owner, learner, anyone, record, lesson.get_absolute_url())
    print_brief(owner, editor, anyone)
