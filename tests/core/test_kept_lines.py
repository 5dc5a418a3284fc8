"""The rows of tables are kept for what they show: a value that changes is read at once, by whoever asks."""

import datetime as dt

import pytest
import time_machine
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from accounts.models import User
from core.tables.cells import Badge, Cell, moment, part_of, person
from core.tables.layout import Choosing, Column, Layout, RowAction
from core.tables.work_table import WorkTable

AT = dt.datetime(2021, 3, 3, 23, 30, tzinfo=dt.UTC)


def shown(cell, *, about="Ann", query="", actions=(), sent_with="t"):
    """The rows of a table with this cell, as the page shows them to a reader whose forms have this token."""
    layout = Layout(
        name="people",
        caption="People",
        columns=(
            Column("name", "Name", lambda _row: Cell("Ann")),
            Column("it", "It", lambda _row: cell),
        ),
        choosing=Choosing("/together/", (), lambda _row: 1, lambda _row: about),
        actions=lambda _row: actions,
    )
    table = WorkTable(QueryDict(query), layout, ["row"])
    page = render_to_string("components/work_table.html", {"table": table, "csrf_token": sent_with})
    return page.partition("<tbody")[2]


def ann(name="Ann Ash", pk=7):
    return User(pk=pk, full_name=name, email="ann@example.org")


PAIRS = {
    "words": (Cell("Cold"), Cell("Warm")),
    "words that are no HTML": (Cell(format_html("<b>{}</b>", "a")), Cell("<b>a</b>")),
    "note": (Cell("Cold", note="new"), Cell("Cold", note="old")),
    "note that is no HTML": (
        Cell("C", note=format_html("<i>{}</i>", "a")),
        Cell("C", note="<i>a</i>"),
    ),
    "address": (Cell("Cold", "/1/"), Cell("Cold", "/2/")),
    "badge": (Cell(badges=(Badge("Open"),)), Cell(badges=(Badge("Shut"),))),
    "colour of a badge": (Cell(badges=(Badge("Open"),)), Cell(badges=(Badge("Open", "ok"),))),
    "name of a person": (person(ann(), "/7/"), person(ann("Ann Oak"), "/7/")),
    "photo of a person": (person(ann(), "/7/"), person(ann(), "/7/", has_photo=True)),
    "another person's photo": (
        person(ann(), "/7/", has_photo=True),
        person(ann(pk=8), "/7/", has_photo=True),
    ),
    "progress": (part_of(3, 12), part_of(4, 12)),
    "moment": (moment(AT), moment(AT + dt.timedelta(days=1))),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_cells_that_say_something_else_are_written_apart(name):
    first, second = PAIRS[name]

    pages = [shown(cell) for cell in (first, second, first)]

    assert pages[0] == pages[2]
    assert pages[0] != pages[1]


def test_words_are_html_only_where_they_are_safe():
    pages = [shown(Cell(words)) for words in (format_html("<u>{}</u>", "a"), "<u>a</u>")]

    assert ["<u>a</u>" in page for page in pages] == [True, False]


@time_machine.travel(
    AT + dt.timedelta(days=99, hours=-12), tick=False
)  # of the same day in all zones
def test_a_moment_is_the_one_of_the_readers_time_zone():
    times = []
    for zone in ("Europe/London", "Asia/Kathmandu", "Europe/London"):
        with timezone.override(zone):
            times.append(moment(AT).full)

    assert times == ["3 March 2021, 23:30", "4 March 2021, 05:15", "3 March 2021, 23:30"]


def test_a_row_is_chosen_for_whoever_chose_all_alone():
    pages = [shown(Cell("Cold"), query=query) for query in ("", "choose=all", "")]

    assert [" checked>" in page for page in pages] == [False, True, False]


def test_what_a_check_box_is_about_changes_with_its_row():
    pages = [shown(Cell("Cold"), about=ann(name)) for name in ("Ann Ash", "Ann Oak")]

    assert ['aria-label="Choose Ann Oak"' in page for page in pages] == [False, True]


def test_links_of_a_row_change_with_what_they_are_about():
    pages = [
        shown(Cell("Cold"), actions=[RowAction("Open", address, ann(name))])
        for address, name in (("/1/", "Ann Ash"), ("/1/", "Ann Oak"), ("/2/", "Ann Oak"))
    ]

    assert [": Ann Oak</span></a>" in page for page in pages] == [False, True, True]
    assert ['href="/2/"' in page for page in pages] == [False, False, True]


def test_a_button_has_the_token_of_its_reader():
    action = RowAction("Remind", "/1/", "Ann", is_sent=True)

    pages = [shown(Cell("Cold"), actions=[action], sent_with=token) for token in ("mine", "yours")]

    assert [page.count('value="mine"') for page in pages] == [1, 0]
    assert [page.count('value="yours"') for page in pages] == [0, 1]


def test_links_and_buttons_of_one_row_keep_their_order():
    actions = [
        RowAction("Open", "/1/", "Ann"),
        RowAction("Remind", "/2/", "Ann", is_sent=True),
        RowAction("Close", "/3/", "Ann"),
    ]

    page = shown(Cell("Cold"), actions=actions)

    assert page.index("Open<") < page.index("Remind<") < page.index("Close<")
    assert page.count("actions-cell") == 1
