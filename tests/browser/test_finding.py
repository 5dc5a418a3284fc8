"""Finding one's way: how far it is from the top of a page, and from the first Tab, to what one came for.

The figures, with those from before, are in docs/working-pages.md.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from demo.factories.networks import NetworkFactory
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)

LOWEST_RESULT = 350
MOST_TABS = 3
LOWEST_FILE = 450
TOP = "(query) => Math.round(document.querySelector(query).getBoundingClientRect().top + scrollY)"


@pytest.mark.parametrize("query", ["", "?q=homes", "?q=homes&topic=housing"])
def test_the_first_result_is_high_up_and_few_tabs_away(visitor, query):
    topic = TopicFactory(label="Housing", code="housing")
    RecordFactory.create_batch(30, title="Cold homes", topics=[topic, TopicFactory()])
    window = open_as(visitor, UserFactory(), reverse("library:finder") + query)

    top = window.page.evaluate(TOP, "#results .row")
    tabs = 0
    is_there = False
    while not is_there and tabs < 100:
        window.page.keyboard.press("Tab")
        tabs += 1
        if window.page.evaluate("document.activeElement.hash === '#results'"):
            window.page.keyboard.press("Enter")
        is_there = window.page.evaluate("!!document.activeElement.closest('#results .row')")

    assert (top <= LOWEST_RESULT, tabs <= MOST_TABS) == (True, True), (top, tabs)
    window.check("finder")


def test_a_file_of_a_record_is_in_the_first_screen(visitor):
    body = "\n\n".join(f"## Part {n}\n\n" + "What we did and found. " * 60 for n in range(1, 9))
    record = RecordFactory(title="What one town tried against cold homes", body=body)
    FileFactory(record=record)
    window = open_as(visitor, UserFactory(), record.get_absolute_url())

    top = window.page.evaluate(TOP, "a[download]")

    assert top <= LOWEST_FILE
    window.check("record-with-contents")
    window.page.get_by_role("navigation", name="Contents").get_by_role(
        "link", name="Part 8"
    ).click()
    assert window.page.url.endswith("#part-8")


def test_the_search_of_everything_suggests_while_somebody_types(visitor):
    RecordFactory(title="Saltmarsh homes")
    NetworkFactory(name="Saltmarsh network")
    window = open_as(visitor, UserFactory(), reverse("dashboard:home"))
    keys, field = window.page.keyboard, window.page.locator("#site-search")
    options = window.page.locator(".site-search [role=option]")

    keys.press("/")
    keys.type("saltm")
    options.first.wait_for()
    shown = options.all_inner_texts()
    window.check("suggestions")
    # The check makes the window narrow, where the field is not shown.
    field.focus()
    keys.press("End")
    keys.type("a")
    window.page.locator(".site-search [role=listbox]").wait_for()
    keys.press("Escape")
    closed = (field.get_attribute("aria-expanded"), field.input_value(), options.count())
    keys.type("r")
    window.page.locator(".site-search [role=listbox]").wait_for()
    keys.press("ArrowUp")
    chosen = options.nth(1).get_attribute("aria-selected")
    points_at = field.get_attribute("aria-activedescendant")
    keys.press("Enter")
    window.page.wait_for_url("**/networks/**")

    assert shown == ["Saltmarsh homes Library", "Saltmarsh network Network"]
    assert closed == ("false", "saltma", 2)
    assert (chosen, points_at.endswith("-1")) == ("true", True)


def test_without_scripts_the_search_of_everything_is_a_form(visitor):
    NetworkFactory(name="Saltmarsh network")
    window = open_as(visitor, None, reverse("dashboard:home"), java_script_enabled=False)

    window.page.get_by_role("searchbox", name="Search everything").fill("saltmarsh")
    window.page.locator(".site-search button").click()

    expect(window.main.locator(".row-title")).to_have_text(["Saltmarsh network"])
