"""Reading answers as people write them, and judging them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.forms.quiz import shuffled
from courses.models import Option, Question
from courses.progress.grading import NotANumber, Score, fold, is_correct, read_number
from courses.states import QuestionKind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234.5", "1234.5"),
        ("1'234", "1234"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        (".5", "0.5"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("−9.4", "-9.4"),
        ("- 9,4", "-9.4"),
        ("+2", "2"),
        ("９", "9"),
        ("9.4 years", "9.4"),
        ("9.4years", "9.4"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text, unit="years") == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "nine", "1,2,3", "1..2", "9 %", "1e5", "--1", "9" * 40, "NaN"]
)
def test_what_is_not_one_number_is_refused(text):
    with pytest.raises(NotANumber):
        read_number(text, unit="years")


@given(st.text(max_size=60))
def test_reading_any_text_gives_a_finite_number_or_refuses(text):
    try:
        value = read_number(text)
    except NotANumber:
        return
    assert value.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9))
def test_a_number_with_grouped_thousands_reads_back(number):
    assert read_number(f"{number:,}") == number


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
