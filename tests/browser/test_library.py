"""A practitioner finds, keeps and takes along; a stranger meets a tombstone; an editor keeps the library."""

import csv
import re
from pathlib import Path

import pytest
import rispy
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from library import data as library_data
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.finding.models import SavedSearch
from library.lists.models import ReadingList
from tests.browser.window import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
DATA = Path(library_data.__file__).parent
COLD = "The Health Impacts of Cold Homes and Fuel Poverty"
MONITOR = "UK Fuel Poverty Monitor 2016-2017: A review of progress across the nations"
UK = "Fuel Poverty, Cold Homes and Health Inequalities in the UK"


@pytest.fixture(scope="module")
def twenty_reports(tmp_path_factory) -> Path:
    """A file of twenty of the reports, those on fuel poverty before others."""
    with (DATA / "reports.csv").open(encoding="utf-8", newline="") as whole:
        head, *rows = csv.reader(whole)
    title = head.index("title")
    rows.sort(key=lambda row: "fuel poverty" not in row[title].lower())
    path = tmp_path_factory.mktemp("library") / "twenty.csv"
    with path.open("w", encoding="utf-8", newline="") as part:
        csv.writer(part).writerows([head, *rows[:20]])
    return path


@pytest.fixture(autouse=True)
def library(transactional_db, twenty_reports):
    call_command("load_library", twenty_reports, verbosity=0)


def signed_in(window: Visitor, person) -> Visitor:
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )
    return window


def check(window: Visitor, name: str, *, has_scripts: bool) -> None:
    if has_scripts:
        window.check(f"library-{name}")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_practitioner_finds_three_reports_and_takes_them_along(visitor, has_scripts):
    person = UserFactory()
    window = signed_in(visitor(java_script_enabled=has_scripts), person)

    window.go("/library/")
    window.main.locator("input[name=q]").fill("feul povrety")
    window.main.get_by_role("button", name="Search").first.click()
    window.sees("Showing results for")
    window.main.locator("summary").filter(has_text=re.compile(r"^\s*Type")).click()
    window.main.get_by_label(re.compile("^Evidence review")).check()
    window.press("Apply the filters")
    window.page.wait_for_url(re.compile("type=evidence-review"))
    check(window, "filtered", has_scripts=has_scripts)
    results = window.page.url
    for number, title in enumerate((COLD, UK)):
        window.go(results)
        window.follow(title)
        window.follow("Add to list")
        if number:
            window.main.get_by_label("List", exact=False).first.select_option(label="For Tuesday")
        else:
            window.fill("Name of the new list", "For Tuesday")
        window.fill("Note", f"Number {number + 1}")
        check(window, "put-in-a-list", has_scripts=has_scripts)
        window.press("Add to list")
        window.sees("Added to")
    check(window, "reading-list", has_scripts=has_scripts)
    window.press(re.compile(rf"^Down\s*: {COLD}"))
    listed = rispy.loads(window.downloads(re.compile("^RIS$")).decode())

    window.go(results)
    window.follow("Save this search")
    window.press("Save this search")
    window.sees("” saved.")
    window.go(results)
    window.main.get_by_role("link", name=re.compile("^Remove|Evidence review")).first.click()
    window.page.wait_for_load_state()
    window.follow(MONITOR)
    cited = rispy.loads(window.downloads(re.compile("^RIS$")).decode())
    window.go(results)
    exported = rispy.loads(window.downloads(re.compile("^RIS$")).decode())

    assert [entry["title"] for entry in listed] == [UK, COLD]
    assert [entry["title"] for entry in cited] == [MONITOR]
    assert {COLD, UK} <= {entry["title"] for entry in exported}
    assert SavedSearch.objects.get().user == person
    assert ReadingList.objects.get().listed.count() == 2


def test_a_stranger_meets_a_tombstone_that_says_why(visitor):
    record = Record.objects.get(title=MONITOR)
    withdraw_record(
        record=record, reason="Its authors asked for it.", by=UserFactory(), at=timezone.now()
    )
    window = visitor()

    window.go(record.get_absolute_url())

    window.sees("Its authors asked for it.")
    window.check("library-tombstone")
    window.go(f"/library/?q={MONITOR.replace(' ', '+')}")
    assert window.main.get_by_role("link", name=MONITOR).count() == 0


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_editor_changes_many_records_and_takes_it_back(visitor, has_scripts):
    window = signed_in(visitor(java_script_enabled=has_scripts), UserFactory(roles=[Role.EDITOR]))

    window.go("/library/desk/incomplete/")
    check(window, "desk", has_scripts=has_scripts)
    for box in window.main.get_by_label(re.compile("^Choose")).all()[:3]:
        box.check()
    window.press("Edit together")
    window.fill("Publisher", "A press that we made up")
    window.press("Preview changes")
    window.sees("3 records would change")
    check(window, "edit-together", has_scripts=has_scripts)
    window.press("Save changes")
    window.sees("3 records changed.")
    changed = Record.objects.filter(publisher="A press that we made up").count()
    window.press(re.compile("^Undo"))
    window.sees("Bulk edit undone.")
    check(window, "edits", has_scripts=has_scripts)

    assert changed == 3
    assert not Record.objects.filter(publisher="A press that we made up").exists()


def test_a_reader_proposes_and_an_editor_answers(visitor):
    reader, editor = UserFactory(), UserFactory(roles=[Role.EDITOR])
    record = Record.objects.get(title=MONITOR)
    window, desk = signed_in(visitor(), reader), signed_in(visitor(), editor)

    window.go(record.get_absolute_url())
    window.follow("Propose a correction")
    window.fill("What is wrong, and how do you know?", "The cover has a shorter title.")
    window.fill("Title", "UK Fuel Poverty Monitor")
    window.check("library-propose")
    window.press("Send to the editors")
    window.sees("An editor will answer you.")
    desk.go("/library/proposals/")
    desk.follow(MONITOR)
    desk.check("library-proposal")
    desk.fill("Message to the reader", "Thank you.")
    desk.press("Accept")
    desk.sees("We have told the reader.")
    window.go("/library/proposals/")
    window.follow("UK Fuel Poverty Monitor")

    window.sees("Thank you.")
    record.refresh_from_db()
    assert record.title == "UK Fuel Poverty Monitor"


def test_the_page_for_programs_is_read_by_everyone(visitor):
    window = visitor()

    window.go("/library/")
    window.follow("API")

    window.sees(re.compile("^API"))
    window.check("library-for-programs")


def test_a_search_prints_its_results_without_the_form_around_them(visitor):
    window = visitor()

    window.go("/library/?q=fuel+poverty&type=evidence-review")
    window.page.emulate_media(media="print")

    assert window.main.get_by_role("link", name=COLD).is_visible()
    assert window.main.get_by_text(re.compile("^[0-9]+ records")).first.is_visible()
    for hidden in (".finder-form", ".columns-side", ".sort-links", ".site-nav"):
        assert not window.page.locator(hidden).first.is_visible()
