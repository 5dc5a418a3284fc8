"""Identifiers and dates of works."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from library.vocabularies.dates import Issued, parse_issued, plausible_year_of, year_of
from library.vocabularies.identifiers import normalise_doi, normalise_isbn, normalise_orcid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("10.1136/BMJ.m693", "10.1136/bmj.m693"),
        ("https://doi.org/10.1136/bmj.m693", "10.1136/bmj.m693"),
        ("doi: 10.1016/S0140-6736(12)61228-8", "10.1016/s0140-6736(12)61228-8"),
    ],
)
def test_a_doi_is_kept_without_its_resolver_and_in_small_letters(typed, kept):
    assert normalise_doi(typed) == kept


@pytest.mark.parametrize("typed", ["11.1136/x", "10.1/x", "10.1136", "10.1136/a b", "x" * 900])
def test_what_is_no_doi_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter a DOI"):
        normalise_doi(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("978-1-85750-343-2", "9781857503432"),
        ("ISBN 0 306 40615 2", "9780306406157"),
        ("080442957X", "9780804429573"),
    ],
)
def test_an_isbn_is_kept_as_thirteen_digits(typed, kept):
    assert normalise_isbn(typed) == kept


@pytest.mark.parametrize("typed", ["978-1-85750-343-3", "0306406153", "123", "X" * 10, "٩" * 13])
def test_an_isbn_with_a_slip_is_refused(typed):
    with pytest.raises(ValidationError, match="not a valid ISBN"):
        normalise_isbn(typed)


@pytest.mark.parametrize(
    "typed",
    ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000000218250097"],
)
def test_an_orcid_is_kept_in_four_groups(typed):
    assert normalise_orcid(typed) == "0000-0002-1825-0097"


def test_the_last_character_of_an_orcid_may_be_ten():
    assert normalise_orcid("0000-0002-9079-593x") == "0000-0002-9079-593X"


@given(place=st.integers(0, 15), digit=st.integers(0, 9))
def test_one_wrong_digit_of_an_orcid_is_always_found(place, digit):
    right = "0000000218250097"
    wrong = right[:place] + str(digit) + right[place + 1 :]

    if wrong == right:
        assert normalise_orcid(wrong) == "0000-0002-1825-0097"
    else:
        with pytest.raises(ValidationError, match="not a valid ORCID iD"):
            normalise_orcid(wrong)


@pytest.mark.parametrize(
    ("text", "issued", "words"),
    [
        ("2020", Issued(2020), "2020"),
        ("2020-3", Issued(2020, 3), "March 2020"),
        ("2020-03-14", Issued(2020, 3, 14), "14 March 2020"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(text, issued, words):
    assert parse_issued(text) == issued
    assert issued.in_words == words
    assert parse_issued(str(issued)) == issued


@pytest.mark.parametrize(
    "text", ["20", "1799", "2201", "2020-13", "2021-02-29", "2020-00", "14 March 2020", "٢٠٢٠"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        parse_issued(text)


def test_no_date_at_all_is_none():
    assert parse_issued(" ") is None


@pytest.mark.parametrize(
    ("text", "year", "plausible"),
    [
        ("2014", 2014, 2014),
        ("1800", 1800, 1800),
        ("2200", 2200, 2200),
        ("1799", 1799, None),
        ("2201", 2201, None),
        ("0000", 0, None),
        *(
            (text, None, None)
            for text in ("", "14", "20145", "-201", "20.1", " 2014", "２０１４", "²²²²")
        ),
    ],
)
def test_a_year_is_four_digits(text, year, plausible):
    assert year_of(text) == year
    assert plausible_year_of(text) == plausible
