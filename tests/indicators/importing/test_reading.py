"""Numbers, periods and tables as people and programs write them."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError

from core.files.tables import TableNotReadable
from indicators.importing.numbers import read_number, read_period
from indicators.importing.tables import open_table

HEAD = "indicator,place,period,value\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("−3,25", -3.25),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("12 345,6", 12345.6),
        ("1,234,567", 1234567),
        ("27 %", 27),
        ("1e3", 1000),
    ],
)
def test_numbers_are_read_as_they_are_written(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["1,234", "nan", "inf", "1_000", "twelve", "1,2,3", "1e99"])
def test_what_is_no_number_or_has_two_meanings_is_refused(text):
    with pytest.raises(ValidationError):
        read_number(text)


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017/18", "2017-04-01", "2018-03-31"),
        ("1999/2000", "1999-04-01", "2000-03-31"),
        ("2015-17", "2015-01-01", "2017-12-31"),
        ("2010-12", "2010-01-01", "2012-12-31"),
        ("2015 to 2017", "2015-01-01", "2017-12-31"),
        ("2014-16 (inferred)", "2014-01-01", "2016-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024 Q1", "2024-01-01", "2024-03-31"),
        ("Apr 2022-Mar 2023", "2022-04-01", "2023-03-31"),
    ],
)
def test_periods_have_their_first_and_last_day(label, first, last):
    period = read_period(label)

    assert (period.label, str(period.starts_on), str(period.ends_on)) == (label, first, last)


def test_a_period_with_its_days_can_have_any_label():
    period = read_period("School year 1", "2017-09-01", "2018-08-31")

    assert period.ends_on == dt.date(2018, 8, 31)


@pytest.mark.parametrize(
    "words", [("last year",), ("2017/19",), ("2017", "2018-01-01", "2017-01-01"), ("2017-13",)]
)
def test_what_is_no_period_is_refused_in_words(words):
    with pytest.raises(ValidationError):
        read_period(*words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_separator_is_read(encoding, separator):
    text = f"# source: Büro\n{HEAD}cold,Münster,2017,12.5\n".replace(",", separator)

    with open_table(io.BytesIO(text.encode(encoding))) as (_format, lines):
        rows = [(line.number, line.cells["place"], line.cells["value"]) for line in lines]

    assert rows == [(3, "Münster", "12.5")]


def test_line_ends_of_browsers_and_cells_over_lines_keep_their_numbers():
    text = HEAD.replace("\n", "\r\n") + 'cold,"Lu\r\nton",2017,1\r\n\r\ncold,Leeds,2017,2\r\n'

    with open_table(io.BytesIO(text.encode())) as (_format, lines):
        assert [line.number for line in lines] == [2, 5]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# only a remark\n",
        b"a,b\n1,2\n",
        b"indicator,place,period,value,value\nx,y,2017,1,1\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 10,
        HEAD.encode() + b'"' + b"x" * 20_000,
    ],
)
def test_what_is_no_table_of_figures_is_refused_in_words(content):
    with pytest.raises(TableNotReadable), open_table(io.BytesIO(content)) as (_format, lines):
        list(lines)
