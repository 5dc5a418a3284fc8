"""Reading answers as people write them, and judging them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.lessons.shuffling import shuffled
from courses.models import Option, Question
from courses.progress.grading import Score, fold, is_correct
from courses.progress.numbers import NotANumber, readings, written
from courses.states import QuestionKind

# Separators of thousands and of decimals, and the digits, as each language writes them.
NOTATIONS = {
    "en": (",", ".", "0123456789"),
    "cy": (",", ".", "0123456789"),
    "de": (".", ",", "0123456789"),
    "de-ch": ("’", ".", "0123456789"),
    "fr": ("\u202f", ",", "0123456789"),
    "ar": ("٬", "٫", "٠١٢٣٤٥٦٧٨٩"),
    "ar-ma": (".", ",", "0123456789"),
}


def in_notation(number, language, *, is_grouped):
    group, point, digits = NOTATIONS[language]
    text = f"{number:,f}" if is_grouped else f"{number:f}"
    signs = {",": group, ".": point, "-": "−", **dict(zip("0123456789", digits, strict=True))}
    return "".join(signs.get(sign, sign) for sign in text)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    ),
    st.integers(0, 6),
    st.sampled_from(sorted(NOTATIONS)),
    st.booleans(),
)
def test_a_number_in_every_notation_has_the_reading_that_is_meant(
    number, places, language, is_grouped
):
    number = round(number, places)

    found = readings(in_notation(number, language, is_grouped=is_grouped))

    assert number in found
    assert len(found) <= 2
    assert {
        abs(other) in (abs(number) * 1000, abs(number) / 1000, abs(number)) for other in found
    } == {True}


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, max_value=10**9, min_value=-(10**9)
    )
)
def test_a_number_that_we_write_has_one_reading(number):
    assert readings(written(number)) == {number}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 234,5", {"1234.5"}),
        ("3,5", {"3.5"}),
        (".5", {"0.5"}),
        ("5.", {"5"}),
        ("1,234", {"1234", "1.234"}),
        ("1.234", {"1234", "1.234"}),
        ("1,234,567", {"1234567"}),
        ("1.234.567,8", {"1234567.8"}),
        ("12,34,567.8", {"1234567.8"}),
        ("0,123", {"0.123"}),
        ("1234,567", {"1234.567"}),
        ("− 9.4", {"-9.4"}),
        ("+2", {"2"}),
        ("９", {"9"}),
        ("۱۲٫۵", {"12.5"}),
        ("9.4years", {"9.4"}),
    ],
)
def test_a_number_is_read_as_people_write_it(text, numbers):
    assert readings(text, unit="years") == {Decimal(number) for number in numbers}


@pytest.mark.parametrize("text", ["12 %", "12%", "12 per cent", "١٢٪", "12"])
def test_per_cent_is_written_in_many_ways(text):
    assert readings(text, unit="per cent") == {Decimal(12)}


@pytest.mark.parametrize(
    "text",
    ["", "nine", "1,2,3", "1..2", "9 %", "1e5", "--1", "9" * 40, "NaN", "1 2", "1,23.4,5", "-"],
)
def test_what_is_not_one_number_is_refused(text):
    with pytest.raises(NotANumber):
        readings(text, unit="years")


@given(st.text(max_size=60))
def test_reading_any_text_gives_finite_numbers_or_refuses(text):
    try:
        found = readings(text)
    except NotANumber:
        return
    assert all(value.is_finite() for value in found)


@pytest.mark.parametrize(("answer", "right"), [("1234", True), ("1.234", True), ("1234.5", False)])
@pytest.mark.parametrize("given", ["1,234", "1.234"])
def test_of_two_readings_the_one_that_can_be_meant_counts(answer, given, right):
    question = Question(kind=QuestionKind.NUMERIC, answer=Decimal(answer), unit="days")

    assert is_correct(question, [], given) is right


@pytest.mark.parametrize("text", ["Gradiënt!", "  the   GRADIENT ", "“gradient”", "gradient."])
def test_short_text_ignores_case_accents_and_surrounding_punctuation(text):
    question = Question(kind=QuestionKind.SHORT_TEXT, accepted=["gradient", "the gradient"])

    assert is_correct(question, [], text)


@pytest.mark.parametrize("text", ["gradients", "", "...", "grad ient"])
def test_other_short_text_is_not_right(text):
    question = Question(kind=QuestionKind.SHORT_TEXT, accepted=["gradient", "..."])

    assert not is_correct(question, [], text)


def test_folding_keeps_scripts_without_case():
    assert fold("«العدالة»") == "العدالة"


@pytest.mark.parametrize(("given", "right"), [("9.4", True), ("9,5", True), ("9.51", False)])
def test_a_number_is_right_within_its_tolerance(given, right):
    question = Question(
        kind=QuestionKind.NUMERIC, answer=Decimal("9.4"), tolerance=Decimal("0.1"), unit="years"
    )

    assert is_correct(question, [], given) is right


def test_choices_are_right_as_a_whole_and_an_ordering_in_its_order():
    options = [Option(pk=1, is_correct=True), Option(pk=2, is_correct=True), Option(pk=3)]
    multiple = Question(kind=QuestionKind.MULTIPLE)
    ordering = Question(kind=QuestionKind.ORDERING)

    assert is_correct(multiple, options, [2, 1])
    assert not is_correct(multiple, options, [1])
    assert not is_correct(multiple, options, [1, 2, 3])
    assert is_correct(ordering, options, [1, 2, 3])
    assert not is_correct(ordering, options, [2, 1, 3])


def test_the_pass_mark_is_met_exactly():
    assert Score(3, 5).passes(60)
    assert not Score(2, 3).passes(67)


@given(st.integers(1, 999), st.integers(2, 9))
def test_an_ordering_is_never_shown_in_its_right_order(pk, count):
    options = [Option(pk=n) for n in range(1, count + 1)]
    question = Question(pk=pk)

    mixed = shuffled(question, options)

    assert mixed != options
    assert sorted(option.pk for option in mixed) == [option.pk for option in options]
    assert shuffled(question, options) == mixed
