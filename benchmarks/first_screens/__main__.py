"""The figures of docs/working-pages.md that are taken on the demo: ``make first-screens``.

A demo must be running: ``make run``, or ``make first-screens ADDRESS=http://127.0.0.1:9000`` for another port.
"""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "praxis-demo"
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 375, "height": 800}
VISITOR = ""
# Few, as sign-ins from one address are limited.
ALL = (VISITOR, "editor", "facilitator", "coordinator", "admin")

COURSE = "/courses/measuring-and-acting-on-a-social-gradient/"
# What is measured, where it is (an address, or the first link of this kind on a page), and who looks: the highest counts.
HEADS_AT_1280: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A case study in the library", "/library/161/", ALL),
    ("A course", COURSE, ALL),
    ("Scorecard of a report", "/recommendations/records/63/scorecard/", ALL),
    ("The institute", "/institute/", ALL),
    ("A reading list", "/library/lists/1/", ALL),
    ("A submission, for its author", "/submissions/2/", ("member",)),
    ("A commitment", "/recommendations/commitments/1/", ALL),
    ("An event", "/events/14/", ALL),
)
HEADS_AT_375: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A whole course to print", COURSE + "print/", ("learner", "facilitator")),
    ("A course that is being written", "/courses/teach/heat-at-home/", ("facilitator",)),
    ("A record in the library", "/library/161/", ALL),
    ("A version of a record", "/library/161/v1/", ALL),
    ("A course", COURSE, ALL),
    ("Weights of grades", "/courses/teach/heat-at-home/weights/", ("facilitator",)),
    ("The institute", "/institute/", ALL),
    ("An event, for its host", "/events/14/", ("coordinator", "facilitator", "admin")),
    (
        "A cohort, for its facilitator",
        "/courses/measuring-and-acting-on-a-social-gradient/cohorts/2/",
        ("facilitator",),
    ),
    ("Scorecard of a report", "/recommendations/records/63/scorecard/", ALL),
    ("A mentor", "/mentoring/mentors/2/", ("learner", "mentor")),
    ("A person", "/people/4/", ("learner", "facilitator")),
)
HEAD = "Math.round(document.querySelector('.page-head').getBoundingClientRect().height)"
PLACES = """() => Object.fromEntries([...document.querySelectorAll("main section > h2")].map(
    (head) => [head.id, Math.round(head.getBoundingClientRect().top)]))"""
PAGE = "document.documentElement.scrollHeight"
UNFOLD = "document.querySelectorAll('details.module').forEach((each) => { each.open = true; })"


@dataclass
class Demo:
    """The demo at one address, and a window for each person who looks at it."""

    browser: Browser
    address: str

    def __post_init__(self) -> None:
        self._windows: dict[str, Page] = {}

    def at(self, person: str, path: str, size: dict[str, int]) -> Page:
        """Open a page in the window of this person."""
        if person not in self._windows:
            self._windows[person] = self.browser.new_context(locale="en-GB").new_page()
            if person:
                self._sign_in(self._windows[person], f"{person}@demo.example")
        page = self._windows[person]
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.goto(self.address + path)
        # Only development has it.
        page.evaluate("document.querySelector('.dev-banner')?.remove()")
        return page

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto(self.address + "/accounts/login/")
        page.get_by_label("Email address").first.fill(email)
        page.get_by_label("Password", exact=False).first.fill(PASSWORD)
        page.get_by_role("button", name="Sign in with password").click()
        page.wait_for_url(lambda url: "login" not in url)

    def highest(self, path: str, people: Sequence[str], size: dict[str, int]) -> int:
        """Return how high the head of a page is, for whoever has the highest."""
        seen = []
        for person in people:
            page = self.at(person, path, size)
            if page.locator(".page-head").count():
                seen.append(int(page.evaluate(HEAD)))
        return max(seen, default=0)


def _row(*cells: object) -> None:
    texts = (f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells)
    sys.stdout.write("| " + " | ".join(texts) + " |\n")


def _top(page: Page, query: str) -> int:
    return int(
        page.evaluate(
            "(query) => Math.round(document.querySelector(query).getBoundingClientRect().top)",
            query,
        )
    )


def _heads(demo: Demo) -> None:
    _row("Head at 1280", "After")
    for name, path, people in HEADS_AT_1280:
        _row(name, demo.highest(path, people, WIDE))
    for size in (WIDE, NARROW):
        page = demo.at(VISITOR, "/library/", size)
        _row(f"First record of the finder, at {size['width']}", _top(page, "#results .row"))
    _row("Head at 375", "After")
    for name, path, people in HEADS_AT_375:
        _row(name, demo.highest(path, people, NARROW))


def _homes(demo: Demo) -> None:
    _row("At 1280 x 800", "“Do next” at", "Unread notifications at", "Whole page")
    for person in ("mentor", "mentee", "editor"):
        page = demo.at(person, "/home/", WIDE)
        places = page.evaluate(PLACES)
        _row(person, places["do-next"], places["unread"], page.evaluate(PAGE))
    _row("Public home", demo.at(VISITOR, "/", WIDE).evaluate(PAGE))


def _outlines(demo: Demo) -> None:
    _row("Whole page", "Unfolded", "Folded")
    for size in (WIDE, NARROW):
        for person in (VISITOR, "learner"):
            page = demo.at(person, COURSE, size)
            folded = int(page.evaluate(PAGE))
            page.evaluate(UNFOLD)
            _row(f"{person or 'visitor'}, {size['width']} wide", page.evaluate(PAGE), folded)


def _finding(demo: Demo) -> None:
    page = demo.at(VISITOR, "/library/?q=cold+homes", WIDE)
    _row("First result of the finder, with a query", _top(page, "#results .row"))
    tabs = 0
    while not page.evaluate("Boolean(document.activeElement.closest('#results .row'))"):
        page.keyboard.press("Tab")
        tabs += 1
        if page.evaluate("document.activeElement.matches('.skip-link[href=\"#results\"]')"):
            page.keyboard.press("Enter")
    _row("Tabs to the first result", tabs)
    page = demo.at(VISITOR, "/library/", WIDE)
    _row("First result of the finder, without a query", _top(page, "#results .row"))


def main() -> None:
    """Look at the demo and print each figure as a row of Markdown."""
    parser = ArgumentParser(prog="make first-screens", description="What first screens show.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    address = str(parser.parse_args().address).rstrip("/")
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        demo = Demo(browser, address)
        for look in (_heads, _homes, _outlines, _finding):
            look(demo)
            sys.stdout.write("\n")
        browser.close()


if __name__ == "__main__":
    main()
