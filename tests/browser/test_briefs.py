"""A brief from a recommendation to print, in a browser: a member writes, an editor publishes, a visitor reads."""

import re

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import RecommendationFactory
from tests.browser.window import open_as
from tests.courses.gradients import gradient

pytestmark = pytest.mark.django_db(transaction=True)


def write(desk, look):
    """Begin from a recommendation, add evidence and words, and put them in order."""
    desk.follow("Write a brief from this")
    desk.fill("Title", "Warm homes in Ely")
    look(desk, "brief-new")
    desk.press("Save the draft")
    desk.sees("Draft saved. Only you can see it.")
    desk.follow(re.compile("Add evidence"))
    desk.fill("Words", "cold homes")
    desk.press("Find")
    desk.choose(re.compile("Cold homes and health"))
    desk.choose(re.compile("^Cold homes %"), group=None)
    look(desk, "brief-choose")
    desk.press("Add to the brief")
    desk.sees("2 parts added.")
    desk.follow("Add a section")
    desk.fill("Heading", "Why it matters")
    desk.press("Add the section")
    desk.sees("Write the text")
    look(desk, "brief-text-missing")
    desk.fill("Text", "Cold homes make **ill**.")
    desk.press("Add the section")
    desk.press(re.compile("Up.*Why it matters"))
    desk.follow("Title and key messages")
    desk.fill("Key messages", "Insulate first.")
    look(desk, "brief-words")
    desk.press("Save")
    look(desk, "brief-draft")
    desk.follow("Preview and count pages")
    desk.sees(re.compile(r"\d pages? as a PDF"))
    look(desk, "brief-preview")
    desk.follow("Back to the draft")
    desk.press("Ask editors to publish it")
    desk.sees("Sent to the editors.")


def publish(desk, look):
    """Find what was sent, read it and publish it."""
    look(desk, "brief-mine")
    desk.follow("Warm homes in Ely")
    desk.follow("Publish")
    look(desk, "brief-publish")
    desk.press("Publish it now")
    desk.sees("Published. Everyone can read it now.")


def deposit(desk, look, topic):
    """Add the published brief to the library."""
    desk.follow("Add to the library")
    desk.press("Add to the library")
    desk.sees("Say who it is written for")
    look(desk, "brief-to-library")
    desk.fill("Summary", "What a council can do about cold homes, street by street. " * 4)
    desk.fill("Written for", "Councils")
    desk.page.locator(f"input[name=topics][value={topic.code}]").evaluate(
        "box => { for (let e = box; e; e = e.parentElement) if (e.tagName == 'DETAILS') e.open = true; }"
    )
    desk.page.locator(f"input[name=topics][value={topic.code}]").check()
    desk.press("Add to the library")
    desk.sees("Added to the library.")
    desk.follow("Full text of the brief: Warm homes in Ely")
    desk.sees("In the library")
    look(desk, "brief-in-library")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_brief_is_written_published_and_read(visitor, scripts):
    options = {"java_script_enabled": scripts}
    record = RecordFactory(title="Cold homes and health")
    recommendation = RecommendationFactory(record=record, reference="COLD-2020-A1")
    gradient()
    author = UserFactory(full_name="Amal Author")
    editor = UserFactory(full_name="Ines Editor", roles=[Role.EDITOR])

    def look(window, name):
        if scripts:
            window.check(name)

    write(open_as(visitor, author, recommendation.get_absolute_url(), **options), look)
    desk = open_as(visitor, editor, "/briefs/mine/", **options)
    publish(desk, look)
    deposit(desk, look, record.topics.get())
    reader = visitor(**options)
    reader.go("/briefs/")
    look(reader, "brief-list")
    reader.follow("Warm homes in Ely")
    reader.sees("Insulate first.")
    look(reader, "brief-detail")

    assert reader.downloads("Download to print (PDF)").startswith(b"%PDF")
    reader.go(recommendation.get_absolute_url())
    reader.sees("Warm homes in Ely")
