"""The new record finds its readers: in the finder, in a network, and in the next lesson."""

import re

from library.catalogue.models import Record
from tests.browser.walk.cast import Cast
from tests.browser.walk.submitting import TITLE
from tests.browser.window import Visitor

WHY = "A fund that needs no form: compare it with your own plan."


def find(window: Visitor, address: str) -> None:
    """Find the case study in the finder, as a stranger."""
    window.go("/")
    window.turn_to("Library")
    window.check("finder")
    window.main.locator("input[name=q]").fill("prepayment meters post office")
    window.main.get_by_role("button", name="Search").first.click()
    window.page.wait_for_url(re.compile("q=prepayment"))
    window.sees(TITLE)
    window.check("finder-results")
    window.follow(TITLE)
    assert window.page.url.endswith(address)
    window.check("record")


def lead_to_each_other(window: Visitor, evidence: str) -> None:
    """Check that the record names the source of the plan, and that the source links back."""
    window.sees("This work draws on")
    window.follow(re.compile(f"^{re.escape(evidence)}$"))
    window.sees(f"Case study from practice: {TITLE}")
    window.check("record-drawn-on")


def sees_in_network(window: Visitor, cast: Cast) -> None:
    """A member of a network that shares its topic sees it at home and in the network's library."""
    window.sees(TITLE)
    window.check("home-of-member")
    window.turn_to("Networks")
    window.check("network-list")
    window.follow(cast.network.name)
    window.check("network")
    window.follow("New in the library")
    window.sees(TITLE)
    window.check("network-library")


def cite(window: Visitor, cast: Cast, address: str) -> str:
    """Cite the case study in a lesson as the facilitator, and return the lesson's title."""
    window.go(address)
    window.main.get_by_text("Use this").click()
    window.follow("Cite in a lesson")
    window.check("cite")
    lessons = window.main.locator("select[name=lesson]")
    lessons.select_option(index=2)
    title = lessons.locator("option:checked").inner_text().split("› ")[-1]
    window.fill("Why it matters here", WHY)
    window.press("Cite in this lesson")
    window.sees("now cites this record")
    window.sees("Used by")
    window.check("record-cited")
    return title


def read_there(window: Visitor, cast: Cast, lesson: str) -> None:
    """The second learner meets the case study in the lesson, and follows it to the record."""
    window.turn_to("Courses")
    window.follow(cast.course.title)
    window.press("Enrol")
    while not window.main.get_by_role("heading", level=1, name=lesson).count():
        window.press("Mark as done and continue")
    window.sees(WHY)
    window.check("lesson-with-the-new-evidence")
    window.follow(TITLE)
    assert window.page.url.endswith(
        Record.objects.get(title=TITLE).current_version.get_absolute_url()
    )
    window.sees(TITLE)
