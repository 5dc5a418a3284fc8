"""The evidence map: its numbers are those of the finder, whatever it is asked."""

import csv
import html
import io
import re
from itertools import cycle, islice

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from core.types import AnonymousUser
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.states import RecordState
from library.finding.evidence_map import EvidenceMap, axes_of
from library.finding.facets import FACET_NAMES
from library.finding.search.segment_merging import merge_segments
from library.finding.search_address import run_search
from library.finding.views.map_table import MapTable
from library.vocabularies.actions.places import add_place
from library.vocabularies.choices import EvidenceKind, RecordType
from library.vocabularies.models import Term
from library.vocabularies.names import CreatorName
from tests.shared import shared

pytestmark = pytest.mark.django_db
MAP = "/library/evidence-map/"
NASTY = ["", "'", "\x00", "x" * 10_000, "\ud800", "<script>alert(1)</script>", "99999999999999999999", "topic,type"]  # fmt: skip
_LINK = re.compile(r'href="/library/\?([^"]*)">([\d,]+)<')
_ROW = re.compile(r'<tr role="row">(.*?)</tr>', re.DOTALL)
_CELL = re.compile(r'<td role="cell"[^>]*data-label="([^"]*)">(.*?)</td>', re.DOTALL)


def finder_count(query):
    return run_search(QueryDict(query), user=AnonymousUser()).index.total


def counted(page):
    """Return the rows of a map as readers see them: name, then label and words of each cell."""
    rows = []
    for row in _ROW.findall(page)[1:]:
        name = re.sub(r"<[^>]+>", "", re.search(r"<th[^>]*>(.*?)</th>", row, re.DOTALL)[1])
        cells = [
            (html.unescape(label), re.sub(r"<span.*?</span>|<[^>]+>", "", words))
            for label, words in _CELL.findall(row)
        ]
        rows.append((html.unescape(name).strip(), cells))
    return rows


@shared
def shelves():
    """Records of many kinds in several segments, some of them withdrawn or without a value."""
    broad = TopicFactory(code="homes", label="Homes")
    topics = [
        [TopicFactory(code="cold", label="Cold", parent=broad)],
        [TopicFactory(code="damp", label="Damp", parent=broad), TopicFactory(code="work")],
        [broad],
    ]
    wales = add_place(name="Wales", parent=None)
    places = [[wales], [add_place(name="Gwent", parent=wales)], [], [add_place(name="Fife", parent=None)]]  # fmt: skip
    terms = [
        [Term.objects.create(kind=kind, code=f"{kind}-{n}", label=f"{kind} {n}")]
        for kind in ("population", "setting")
        for n in range(2)
    ]
    bodies = [
        [CreatorName(name, organisation=OrganisationFactory(name=name))] for name in ("A & B", "C")
    ]
    evidence = ["trial", "", "systematic-review", "statistics"]
    parts = (topics, places, [*terms, []], bodies, evidence, ["report", "article", "dataset"])
    for number, each in enumerate(islice(zip(*map(cycle, parts), strict=False), 18)):
        topic, place, term, body, kind, type_ = each
        RecordFactory(
            title=f"{('Cold', 'Warm')[number % 2]} walls {number}",
            topics=topic,
            places=place,
            terms=term,
            creators=body,
            evidence_kind=kind,
            type=type_,
            year=2000 + number % 5,
            state=RecordState.WITHDRAWN if number % 7 == 3 else RecordState.PUBLISHED,
        )
        if number == 12:
            merge_segments()


_VALUES = {
    "topic": ["homes", "cold", "damp", "work", "unknown"],
    "place": ["wales", "gwent", "fife"],
    "population": ["population-0", "population-1"],
    "setting": ["setting-1"],
    "evidence": ["trial", "statistics", "expert-opinion"],
    "type": ["report", "article"],
    "language": ["en"],
    "access": ["not-known", "here"],
}
filters = st.dictionaries(
    st.sampled_from(sorted(_VALUES)), st.integers(0, 7), max_size=3
).map(lambda chosen: {name: [v for n, v in enumerate(_VALUES[name]) if bits >> n & 1] for name, bits in chosen.items()})  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    chosen=filters,
    rows=st.sampled_from(sorted(FACET_NAMES)),
    columns=st.sampled_from(sorted(FACET_NAMES)),
    words=st.sampled_from(["", "cold", "walls -warm", "wals year:2001-2003"]),
    is_deep=st.booleans(),
)
def test_each_number_is_that_of_the_finder_for_its_filters(
    shelves, chosen, rows, columns, words, is_deep
):
    query = QueryDict(mutable=True)
    query["q"] = words
    for name, values in chosen.items():
        query.setlist(name, values)
    first, second = axes_of(rows, columns)

    results = run_search(query, user=AnonymousUser())
    table = MapTable(EvidenceMap(results, first, second, is_deep=is_deep), query)
    lines = [table.first_line, *(cells for _head, cells in table.lines)]

    asked = {}
    for address, number in _LINK.findall("".join(lines)):
        asked[html.unescape(address)] = int(number)
    assert asked == {address: finder_count(address) for address in asked}
    for row in table.rows:
        for column in table.columns:
            pair = QueryDict(query.urlencode(), mutable=True)
            pair[first.name], pair[second.name] = row.value, column.value
            assert table.map.count(row, column) == finder_count(pair.urlencode())


def test_a_map_says_in_words_what_the_library_lacks(client, shelves):
    page = client.get(MAP, {"rows": "type", "columns": "evidence", "type": "report"})

    [every, reports] = counted(page.content.decode())
    assert every[0] == "All"
    assert reports[0] == "Report"
    assert [label for label, _words in reports[1]] == ["All", *map(str, EvidenceKind.labels)]
    assert {words for label, words in reports[1] if label == "Economic analysis"} == {"none"}
    assert "“none” means that the library has no such record." in page.content.decode()


def test_rows_that_no_record_has_are_shown_too(client, shelves):
    page = client.get(MAP, {"rows": "type", "columns": "evidence"})

    names = [name for name, _cells in counted(page.content.decode())]
    assert names == ["All", *map(str, RecordType.labels)]


def test_trees_open_as_in_the_finder(client, shelves):
    def rows(**query):
        page = client.get(MAP, {"rows": "topic", "columns": "type"} | query)
        return [name for name, _cells in counted(page.content.decode())]

    assert rows()[1:3] == ["Homes 2 narrower: Homes", rows()[2]]
    assert len(rows()) == 3
    assert rows(topic="homes")[1:] == ["Homes", "Cold (in Homes)", "Damp (in Homes)"]
    assert rows(deep="on")[1:4] == ["Homes", "Cold (in Homes)", "Damp (in Homes)"]
    assert rows(topic="damp")[1:] == ["Damp"]


def test_the_csv_has_the_numbers_of_the_page(client, shelves):
    query = {"rows": "place", "columns": "type", "deep": "on"}

    page = counted(client.get(MAP, query).content.decode())
    answer = client.get(MAP, query | {"as": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head == ["Place", "Code", "Part of", "All", *map(str, RecordType.labels)]
    assert [line[3:] for line in lines] == [
        [words.replace("none", "0") for _label, words in cells] for _name, cells in page
    ]
    assert ["Gwent", "gwent", "Wales"] in [line[:3] for line in lines]


def test_labels_that_are_formulas_stay_words_in_the_csv(client):
    body = OrganisationFactory(name="=1+1")
    RecordFactory(creators=[CreatorName("=1+1", organisation=body)])

    answer = client.get(MAP, {"rows": "organisation", "columns": "type", "as": "csv"})

    assert "\r\n'=1+1," in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("roles", [None, (), (Role.EDITOR,), (Role.ADMINISTRATOR,)])
def test_everyone_sees_the_same_map_and_nothing_that_was_withdrawn(client, shelves, roles):
    before = counted(client.get(MAP, {"columns": "evidence", "deep": "on"}).content.decode())
    RecordFactory(
        evidence_kind="economic", state=RecordState.WITHDRAWN, topics=[TopicFactory(label="New")]
    )
    if roles is not None:
        client.force_login(UserFactory(roles=roles))

    page = client.get(MAP, {"columns": "evidence", "deep": "on"})

    after = [row for row in counted(page.content.decode()) if row[0] != "New"]
    assert after == before


@pytest.mark.parametrize("name", ["rows", "columns", "deep", "topic", "q", "year_from", "as"])
def test_any_text_in_any_place_of_the_address_gives_a_map(client, name):
    RecordFactory()

    for text in NASTY:
        page = client.get(MAP, {name: text.encode("utf-8", "replace")})

        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        is_told = b"Choose one from the list." in page.content
        assert is_told == (name in ("rows", "columns") and text != "")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("rows=type&columns=type", ("type", "topic")),
        ("rows=evidence", ("evidence", "type")),
        ("rows=type", ("type", "topic")),
        ("columns=topic&rows=topic", ("topic", "type")),
        ("rows=place&rows=type&columns=setting", ("type", "setting")),
    ],
)
def test_two_different_facets_are_crossed_and_an_address_that_names_one_twice_is_told(
    client, query, shown
):
    page = client.get(f"{MAP}?{query}")

    assert tuple(facet.name for facet in page.context["axes"]) == shown
    is_told = b"Choose something different from the rows." in page.content
    assert is_told == (query in ("rows=type&columns=type", "columns=topic&rows=topic"))


def test_more_columns_than_fit_are_named_and_are_in_the_file(client, monkeypatch, shelves):
    monkeypatch.setattr("library.finding.views.map_table.MOST_COLUMNS", 2)

    query = {"rows": "topic", "columns": "type"}
    page = client.get(MAP, query).content.decode()

    assert len(counted(page)[0][1]) == 3
    assert "7 more columns are in the CSV file." in page
