"""Tables of working pages: what an address asks for, and what a page and a spreadsheet get."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from core.forms.bases import Form
from core.tables.cells import Badge, Cell, day, folded, link, moment, number, part_of
from core.tables.filters import Filters
from core.tables.layout import Act, Choosing, Column, Layout, RowAction
from core.tables.work_table import Size, WorkTable, show_table
from demo.factories.accounts import UserFactory

WARDS = [("Beeston", 9_120, None), ("Aireborough", 12_400, 3), ("Chapel Allerton", 800, 1)]
LAYOUT = Layout(
    name="wards",
    caption="Wards",
    columns=(
        Column("name", "Name", lambda ward: link(ward[0], f"/{ward[0]}/"), sort_key=lambda w: w[0]),
        Column(
            "people",
            "People",
            lambda ward: number(ward[1]),
            sort_key=lambda ward: ward[1],
            is_descending=True,
            is_number=True,
        ),
        Column("state", "State", lambda ward: Cell(badges=(Badge("Open", "ok"),))),
    ),
    choosing=Choosing("/together/", (Act("Edit together"),), lambda w: w[1], lambda w: w[0]),
)


def table(address: str = "", layout=LAYOUT, things=WARDS) -> WorkTable:
    return WorkTable(QueryDict(address), layout, things)


def names(shown: WorkTable) -> list[str]:
    return [str(line.shown.cells[0][1].text) for line in shown.lines]


@pytest.mark.parametrize(
    ("address", "order"),
    [
        ("", ["Beeston", "Aireborough", "Chapel Allerton"]),
        ("sort=name", ["Aireborough", "Beeston", "Chapel Allerton"]),
        ("sort=-name", ["Chapel Allerton", "Beeston", "Aireborough"]),
        ("sort=-people", ["Aireborough", "Beeston", "Chapel Allerton"]),
        ("sort=state", ["Beeston", "Aireborough", "Chapel Allerton"]),
        ("sort=--name", ["Beeston", "Aireborough", "Chapel Allerton"]),
        ("sort=%00", ["Beeston", "Aireborough", "Chapel Allerton"]),
    ],
)
def test_rows_come_in_the_order_that_the_address_asks_for(address, order):
    assert names(table(address)) == order


def test_a_head_sorts_by_its_column_and_the_other_way_round_the_next_time():
    heads = table("q=a&page=2&sort=name").heads

    assert [(head.address, head.direction) for head in heads] == [
        ("?q=a&sort=-name", "ascending"),
        ("?q=a&sort=-people", ""),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("asked", "rows"), [("50", 50), ("100", 100), ("25", 25), ("1000", 25), ("x", 25), ("", 25)]
)
def test_a_page_holds_25_50_or_100_rows(asked, rows):
    shown = table(f"per_page={asked}&page=1&sort=name", things=WARDS * 40)

    assert len(shown.lines) == rows
    assert shown.sizes == tuple(
        Size(size, f"?per_page={size}&sort=name", size == rows) for size in (25, 50, 100)
    )


@pytest.mark.parametrize(("page", "first"), [("2", "26"), ("x", "1"), ("-1", "26"), ("99", "26")])
def test_a_page_that_does_not_exist_shows_one_that_does(page, first):
    shown = table(f"page={page}", things=[(f"{number}", 0, 0) for number in range(1, 31)])

    assert names(shown)[0] == first


def test_a_spreadsheet_gets_all_rows_in_the_same_order_without_groups_of_digits(rf):
    request = rf.get("/", {"as": "csv", "sort": "-people", "per_page": "25", "page": "2"})
    shown = WorkTable(request.GET, LAYOUT, [*WARDS, ("=1+1", 1, 1)])

    answer = show_table(request, "nowhere.html", shown)

    assert answer["Content-Disposition"] == 'attachment; filename="wards.csv"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Name,People,State",
        "Aireborough,12400,Open",
        "Beeston,9120,Open",
        "Chapel Allerton,800,Open",
        "'=1+1,1,Open",
    ]


def test_rows_that_need_it_are_looked_up_together():
    batches = []

    def with_length(things):
        batches.append(len(things))
        return things

    shown = WorkTable(QueryDict("per_page=25"), LAYOUT, WARDS * 200, rows=with_length)

    assert (len(shown.lines), len(list(shown.csv_rows()))) == (25, 601)
    assert batches == [25, 500, 100]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_a_table_takes_two_queries_whatever_its_length(django_assert_num_queries, count):
    UserFactory.create_batch(count)
    layout = Layout[User](
        name="people",
        caption="People",
        columns=(
            Column("name", "Name", lambda user: link(user, "/"), sort=("full_name",)),
            Column("closed", "Closed", lambda user: moment(user.closed_at), sort=("closed_at",)),
        ),
    )

    with django_assert_num_queries(2):
        shown = WorkTable(QueryDict("sort=closed"), layout, User.objects.all())
        lines, heads, sizes = shown.lines, shown.heads, shown.sizes

    assert (len(lines), len(heads), sizes) == (count, 2, ())


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["closed", "-closed"])
def test_rows_without_a_value_come_last_in_either_order(sort):
    closed, _open = UserFactory(closed_at=timezone.now()), UserFactory()
    column = Column("closed", "Closed", lambda user: link(user.pk, "/"), sort=("closed_at",))
    layout = Layout[User](name="people", caption="People", columns=(column,))

    shown = WorkTable(QueryDict(f"sort={sort}"), layout, User.objects.all())

    assert names(shown)[0] == str(closed.pk)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (dt.date(timezone.localdate().year, 3, 3), "3 Mar"),
        (dt.date(2019, 3, 3), "3 Mar 2019"),
    ],
)
def test_a_day_is_short_and_says_its_year_where_that_is_another_one(on, words):
    cell = day(on)

    assert (cell.text, cell.iso) == (words, on.isoformat())
    assert cell.full == f"3 March {on.year}"


def test_a_moment_of_today_says_its_time():
    now = timezone.localtime()

    assert moment(now).text == f"{now:%H:%M}"
    assert (day(None), moment(None)) == (Cell(), Cell())


def test_a_cell_is_written_as_a_spreadsheet_needs_it():
    cells = [number(9_120), part_of(3, 12), Cell("A", note="b", badges=(Badge("C"),)), Cell()]

    assert [cell.plain for cell in cells] == ["9120", "3 of 12", "A · b · C", ""]
    assert [str(cell.text) for cell in cells] == ["9,120", "3 of 12", "A", ""]


def test_a_folded_cell_opens_without_scripts_and_a_spreadsheet_gets_its_text():
    assert (
        folded("Which <one>?", note="Quiz").words
        == '<details class="fold"><summary>Which &lt;one&gt;? <span class="meta">Quiz</span></summary></details>'
    )
    assert folded("Which <one>?", note="Quiz").plain == "Which <one>? · Quiz"
    assert folded("").words == ""


class WardFilters(Form):
    q = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("", "Any"), ("r", "Rural")], required=False)
    queue = forms.CharField(required=False, widget=forms.HiddenInput)


def test_filters_in_force_are_chips_and_the_order_is_kept():
    query = QueryDict("q=lee&kind=r&queue=new&sort=name&page=3")

    filters = Filters(WardFilters(query), query)

    assert filters.chips == [
        ("“lee”", "?kind=r&queue=new&sort=name"),
        ("Rural", "?q=lee&queue=new&sort=name"),
    ]
    assert filters.kept == [("sort", "name")]


def test_a_filter_that_does_not_exist_is_no_chip():
    query = QueryDict("kind=nonsense")

    assert Filters(WardFilters(query), query).chips == []


def test_a_row_is_named_by_its_first_cell_and_says_what_a_button_is_for():
    actions = Layout(
        name="wards",
        caption="Wards",
        columns=LAYOUT.columns,
        actions=lambda w: [
            RowAction("Remind", "/remind/", w[0], is_sent=True, fields=(("as", "1"),))
        ],
        choosing=LAYOUT.choosing,
    )

    html = render_to_string(
        "components/work_table.html",
        {"table": table("choose=all", actions, WARDS[:1]), "csrf_token": "t"},
    )

    assert '<caption class="visually-hidden">Wards</caption>' in html
    assert '<th scope="row" role="rowheader"><a href="/Beeston/">Beeston</a>' in html
    assert (
        '<input type="checkbox" form="wards-chosen" name="chosen" value="9120"'
        ' aria-label="Choose Beeston" checked>'
    ) in html
    assert 'Remind<span class="visually-hidden">: Beeston</span></button>' in html
    assert '<input type="hidden" name="as" value="1">' in html


def test_words_and_links_in_one_piece_are_escaped_and_cells_with_more_keep_their_template():
    layout = Layout(
        name="wards",
        caption="Wards",
        columns=(
            Column("name", "Name", lambda ward: link(ward[0], f"/{ward[0]}/")),
            Column("note", "Note", lambda ward: Cell(ward[1], badges=ward[2])),
        ),
        actions=lambda ward: [RowAction("See & go", f"/{ward[0]}/?a=1&b=2", ward[0])],
    )
    rows = [("<b>", "a & b", ()), ("C", "c", (Badge("New", "wait"),))]

    plain, more = WorkTable(QueryDict(), layout, rows).lines

    assert plain.shown.words == (
        '<th scope="row" role="rowheader"><a href="/&lt;b&gt;/">&lt;b&gt;</a></th>'
        '<td role="cell">a &amp; b</td>'
    )
    assert more.shown.words == ""
    assert plain.shown.links[0].link == (
        '<a class="button button-small button-quiet" href="/&lt;b&gt;/?a=1&amp;b=2">See &amp; go'
        '<span class="visually-hidden">: &lt;b&gt;</span></a>'
    )


def test_a_day_and_a_moment_say_no_more_than_is_needed_on_the_day_they_are_read():
    on, at = dt.date(2031, 12, 31), dt.datetime(2031, 12, 31, 9, 30, tzinfo=dt.UTC)

    found = []
    for today in ("2031-12-31", "2032-01-01", "2031-12-31"):
        with time_machine.travel(f"{today}T12:00:00Z", tick=False):
            found.append((day(on).text, moment(at).text))

    assert found == [("31 Dec", "09:30"), ("31 Dec 2031", "31 Dec 2031"), ("31 Dec", "09:30")]


def test_a_day_is_said_in_the_language_of_whoever_reads():
    found = []
    for language in ("en-gb", "de", "en-gb"):
        with translation.override(language):
            found.append(day(dt.date(2019, 12, 3)).full)

    assert found == ["3 December 2019", "3 Dezember 2019", "3 December 2019"]
