"""Pasted figures are read however they are written, and what cannot be read says where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.refusals import Refusal
from indicators.calculator.answers import answer_to
from indicators.calculator.columns import Role
from indicators.calculator.pasted import NotReadable, read_number, read_table, text_of
from indicators.calculator.questions import Order, Question, Values
from indicators.measures.refusals import MeasureRefused
from indicators.no_figure import says_no_figure
from tests.workbooks import workbook

SPREADSHEET = "Fifth\tSmokers\tAdults\r\nFifth 1\t900\t4,000\r\nFifth 2\t510\t3,000\r\nFifth 3\t380\t2,500\r\n"


@pytest.mark.parametrize(
    ("text", "values", "names"),
    [
        (SPREADSHEET, [22.5, 17.0, 15.2], ["Fifth 1", "Fifth 2", "Fifth 3"]),
        ("A;22,5\nB;17\nC;15,2", [22.5, 17.0, 15.2], ["A", "B", "C"]),
        ("A,22.5%\nB,17 %\nC,15.2%", [22.5, 17.0, 15.2], ["A", "B", "C"]),
        ("22.5\n17\n15.2\n", [22.5, 17.0, 15.2], ["1", "2", "3"]),
        ("\ufeff1\t22,5\n2\t17,0\n3\t15,2", [22.5, 17.0, 15.2], ["1", "2", "3"]),
        ('"North, East"  22.5\nSouth  17\nWest  15.2'.replace('"', ""), [22.5, 17.0, 15.2], ["North, East", "South", "West"]),
        ("Gruppe;Wert\nA;1.234,5\nB;1.100,0\nC;900,25", [1234.5, 1100, 900.25], ["A", "B", "C"]),
        ("A\t1 234.5\nB\t1\u202f100\nC\t−900.25", [1234.5, 1100, -900.25], ["A", "B", "C"]),
    ],
)  # fmt: skip
def test_figures_are_read_however_they_are_written(text, values, names):
    groups = Question(text).groups()

    assert (list(groups.values), list(groups.names)) == (pytest.approx(values), names)


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("Decile\tCases\tPopulation", [Role.NAME, Role.COUNT, Role.POPULATION]),
        ("Area\tRate per 1,000\tLower CI\tUpper CI", [Role.NAME, Role.VALUE, Role.LOWER, Role.UPPER]),
        ("Quintile\tMean\tSE\tn", [Role.NAME, Role.VALUE, Role.STANDARD_ERROR, Role.POPULATION]),
        ("", [Role.NAME, Role.VALUE, Role.LOWER, Role.UPPER]),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_headings_and_numbers(heading, roles):
    body = [("a", 4.5, 4.1, 4.9), ("b", 3.5, 3.1, 3.9), ("c", 2.5, 2.1, 2.9)]
    text = "\n".join([heading, *("\t".join(map(str, row[: len(roles)])) for row in body)])

    assert Question(text.strip("\n")).column_roles == roles


@pytest.mark.parametrize(
    "text",
    [
        "Fifth\tSmokers\tAdults\n1\t900\t4,000\n2\tabc\t3,000\n3\t380\t2,500",
        "Area\tRate\nA\t22.5\nB\tabc\nC\t15.2",
        "22.5\nabc\n15.2",
    ],
)
def test_a_column_with_one_mistake_is_not_left_out_but_refused_in_words(text):
    with pytest.raises(Refusal, match="abc"):
        Question(text).groups()


def test_numbers_of_groups_with_words_at_the_ends_are_names():
    groups = Question("1 most deprived\t22.5\n2\t17\n3\t15.2\n4 least deprived\t11").groups()

    assert (groups.names[0], groups.values[0]) == ("1 most deprived", 22.5)


@pytest.mark.parametrize("heading", ["Decile\tObese\tMeasured", "Decile\tCases\tChildren"])
def test_the_count_of_a_population_and_the_population_of_a_count_are_found(heading):
    text = f"{heading}\nA\t20\t100\nB\t15\t100\nC\t10\t90"

    assert Question(text).column_roles == [Role.NAME, Role.COUNT, Role.POPULATION]


@pytest.mark.parametrize(
    "cell", ["<5", "[≤ 10]", "[low]", "—", "Suppressed", "not available", "N/A"]
)
def test_words_for_no_figure_are_known_to_the_calculator_and_the_import(cell):
    assert says_no_figure(cell)
    assert read_number(cell, decimal_comma=False) is None


@pytest.mark.parametrize("cell", ["", "0", "5", "<", "[5", "no", "-1"])
def test_numbers_and_other_words_are_not_taken_for_no_figure(cell):
    assert not says_no_figure(cell)


def test_choices_about_columns_hold_for_their_table_only():
    first = Question(SPREADSHEET)
    said = Question(
        SPREADSHEET, roles=("name", "ignored", "value"), shape=first.own_shape, kind="mean"
    )
    other = Question("A\t1.5\t2\nB\t2.5\t3\nC\t3.5\t9", roles=said.roles, shape=said.shape)

    assert list(said.groups().values) == [4000, 3000, 2500]
    assert other.column_roles[1] is Role.VALUE


def test_the_kind_of_values_is_worked_out():
    assert Question("a,1%\nb,2%\nc,3%").values is Values.PERCENT
    assert Question("a\t5\t50\t10000\nb\t6\t60\t10000\nc\t7\t70\t10000", roles=("name", "value", "count", "population"), shape=Question("a\t5\t50\t10000").own_shape).values is Values.PER_1000  # fmt: skip
    assert Question("a,71.5\nb,76\nc,80").values is Values.MEAN
    assert Question(SPREADSHEET).values is Values.PERCENT


def test_rows_from_the_least_disadvantaged_are_turned_round_with_their_reference():
    groups = Question(SPREADSHEET, order=Order.LEAST_FIRST, reference="1").groups()

    assert groups.names[0] == "Fifth 3"
    assert groups.names[groups.reference] == "Fifth 1"


def test_a_question_survives_its_address():
    question = Question(SPREADSHEET, title="Smoking é", order=Order.NONE, reference="Fifth 2", confidence="99")  # fmt: skip
    from django.http import QueryDict

    again = Question.from_words(QueryDict(question.to_query()))

    assert again == question


def test_hidden_and_missing_figures_are_left_out_and_told():
    question = Question("A\t10.5\nB\t<5\nC\t*\nD\t7.5\nE\t6.5\nF\t5.5", order=Order.NONE)

    with pytest.raises(MeasureRefused, match="15 %"):
        raise MeasureRefused(answer_to(question).report.refusals[-1].reason)
    assert "B, C" in " ".join(answer_to(question).notes)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe;1".encode(), "Größe;1"),
        ("Größe;1".encode("utf-8-sig"), "Größe;1"),
        ("Größe;1".encode("cp1252"), "Größe;1"),
        ("Größe;1".encode("utf-16"), "Größe;1"),
    ],
)
def test_files_are_read_in_any_usual_encoding(content, text):
    assert text_of(content) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Paste figures"),
        ("only\twords", "No column contains the values"),
        ("a\t1\nb\tx2\nc\t3\nd\t4", "Group 2, column 2: “x2” is not a number"),
        (f"a\t1\nb\t{'9' * 400}\nc\t3", "Group 2, column 2: “9999.*” is not a number"),
        ("\n".join(f"g{n}\t{n}" for n in range(202)), "At most 200 groups"),
        ("\t".join("1" * 13), "At most 12 columns"),
    ],
)
def test_what_cannot_be_read_says_where(text, reason):
    roles = ("name", "value") if "b\t" in text else ()

    with pytest.raises(NotReadable, match=reason):
        Question(text, roles=roles, shape=Question(text).own_shape if roles else "").groups()


def test_the_first_sheet_of_a_workbook_is_read_as_if_it_were_pasted():
    text = text_of(workbook([["Group", "Rate, %"], ["most\tdeprived", 12.5], ["Second", 0.75]]))

    assert text == "Group\tRate, %\nmost deprived\t12.5\nSecond\t0.75\n"
    assert Question(text).groups().names == ("most deprived", "Second")


def test_a_workbook_with_too_many_groups_or_that_unpacks_to_too_much_is_refused():
    with pytest.raises(NotReadable, match="At most 200 groups"):
        Question(text_of(workbook([["g", n] for n in range(900)]))).groups()
    with pytest.raises(NotReadable, match="too large"):
        text_of(workbook([["a", 1]], after=b" " * 6_000_000))


def test_a_broken_workbook_is_refused_with_what_to_do():
    with pytest.raises(NotReadable, match="Save it again as XLSX, or as CSV"):
        text_of(b"PK\x03\x04rest")
    with pytest.raises(NotReadable, match="old format"):
        text_of(b"\xd0\xcf\x11\xe0rest")
    with pytest.raises(NotReadable, match="not text"):
        text_of(b"\x81\x00\x8d")


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(st.sampled_from("0123456789.,;\t\n \"'%<-ab|é\u202f")),
    kind=st.sampled_from(Values.values),
)
def test_any_text_is_measured_or_refused_in_words(text, kind):
    try:
        groups = Question(text, kind=kind).groups()
    except (Refusal, MeasureRefused) as refusal:
        assert str(refusal)  # noqa: PT017
        return
    assert len(groups) >= 1
    assert read_table(text).width <= 12
