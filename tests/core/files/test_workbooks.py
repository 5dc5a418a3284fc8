"""Workbooks are read as the program that made them would save them as CSV, and never take more than is allowed."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.files.tables import TableNotReadable, open_table
from core.files.workbooks import Limits, WorkbookNotReadable, first_sheet
from tests.workbooks import workbook

LIMITS = Limits(sheet=1_000_000, texts=100_000)


def rows_of(content: bytes, limits: Limits = LIMITS) -> list[tuple[int, list[str]]]:
    with first_sheet(io.BytesIO(content), limits) as rows:
        return list(rows)


def cells_of(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in rows_of(content)]


def test_the_first_visible_sheet_is_read_with_the_numbers_of_its_rows():
    cells = '<row r="7"><c r="C7"><v>5</v></c></row><row r="9"><c r="A9"/></row>'

    assert rows_of(workbook([["a", 1], [None, 0.1]], cells=cells)) == [
        (1, ["a", "1"]),
        (2, ["", "0.1"]),
        (7, ["", "", "5"]),
    ]


def test_texts_numbers_truths_and_faults_are_written_as_in_csv():
    cells = (
        '<row><c t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        '<c t="str"><f>A1&amp;""</f><v>worked out</v></c><c><f>1/3</f><v>0.33333333333333331</v></c>'
        "<c><v>2017</v></c><c><v>1.5E-3</v></c></row>"
    )
    texts = [
        "<t>first</t>",
        "<r><t>in </t></r><r><t>two\nlines</t></r><rPh><t>aid</t></rPh>",
    ]

    assert cells_of(workbook([], cells=cells, texts=texts)) == [
        [
            *("in two lines", "TRUE", "#N/A", "worked out"),
            *("0.333333333333333", "2017", "0.0015"),
        ]
    ]


def test_days_are_days_and_shares_are_in_per_cent():
    cells = (
        '<row><c s="1"><v>43831</v></c><c s="3"><v>43831.5</v></c><c s="2"><v>0.153</v></c>'
        '<c s="4"><v>3</v></c><c s="99"><v>4</v></c></row>'
    )

    assert cells_of(workbook([], cells=cells)) == [
        ["2020-01-01", "2020-01-01 12:00", "15.3%", "3", "4"]
    ]
    since_1904 = workbook([], cells=cells, properties='<workbookPr date1904="1"/>')
    assert cells_of(since_1904)[0][0] == "2024-01-02"


def test_a_workbook_needs_neither_formats_nor_shared_texts():
    relations = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    )

    assert cells_of(workbook([["a", 2]], relations=relations, styles="", strings="")) == [
        ["a", "2"]
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "old format"),
        (b"\xd0\xcf\x11\xe0 locked", "password"),
        (b"PK\x03\x04", "broken"),
        (workbook([["a"]])[:-30], "broken"),
        (workbook([["a"]], book=""), "broken"),
        (workbook([["a"]], book="<workbook/>"), "broken"),
        (workbook([["a"]], relations="<Relationships/>"), "broken"),
        (workbook([["a"]], strings=""), "broken"),
        (workbook([], cells="<row>"), "broken"),
        (workbook([], cells='<row><c t="s"><v>5</v></c></row>'), "broken"),
        (workbook([], cells='<row><c s="x"><v>5</v></c></row>'), "broken"),
        (workbook([], cells='<row><c r="?"><v>5</v></c></row>'), "broken"),
        (workbook([], cells="<row><c><v>five</v></c></row>"), "broken"),
        (workbook([], cells='<row r="9"/><row r="8"/>'), "broken"),
        (workbook([], cells='<row r="9999999"/>'), "broken"),
        (workbook([], cells='<row><c r="XFD1"><v>5</v></c></row>'), "more than 256 columns"),
        (workbook([["a"]], after=b" " * 1_000_001), "too large"),
        (workbook([["a"]], texts=["<t>word</t>"] * 10_000), "too large"),
        (workbook([["a"]], before='<!DOCTYPE x [<!ENTITY a "aa">]>'), "broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content, words):
    with pytest.raises(WorkbookNotReadable, match=words):
        rows_of(content)


def test_a_package_of_many_files_is_refused():
    file = io.BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(file, "a") as package:
        for number in range(5_001):
            package.writestr(f"{number}", b"")

    with pytest.raises(WorkbookNotReadable, match="too large"):
        rows_of(file.getvalue())


def test_a_table_is_read_from_a_workbook_only_where_it_is_offered():
    content = workbook(
        [["# a remark"], ["Place", "Value"], ["", None], ["=Luton", -3]],
        cells='<row r="8"><c r="A8" t="inlineStr"><is><t>a, b "c"</t></is></c></row>',
    )

    with open_table(io.BytesIO(content), workbooks=LIMITS) as table:
        lines = [
            (line.number, line.cells) for line in table.lines([(0, "place"), (1, "value")], most=9)
        ]

    assert (table.encoding_name, table.separator_name) == ("XLSX", "first sheet")
    assert lines == [(4, {"place": "=Luton", "value": "-3"}), (8, {"place": 'a, b "c"'})]
    with (
        pytest.raises(TableNotReadable, match="Save the sheet as CSV"),
        open_table(io.BytesIO(content)),
    ):
        pass


@settings(max_examples=150, deadline=None)
@given(
    spoilt=st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 3_000),
)
def test_any_spoilt_workbook_is_read_or_refused_in_words(spoilt, cut):
    content = bytearray(workbook([["a", 1], ["b", 2]], texts=["<t>x</t>"]))
    for place, byte in spoilt:
        content[place % len(content)] = byte
    content = content[: len(content) - cut] if cut < 40 else content

    with contextlib.suppress(WorkbookNotReadable):
        rows_of(bytes(content))
