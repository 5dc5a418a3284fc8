"""Typing errors are repaired, and said to be."""

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.catalogue.actions.records import withdraw_record
from library.finding.search.engine import Search
from library.finding.search.query import parse
from library.finding.search.spelling import correct_spelling, distances

pytestmark = pytest.mark.django_db


def repair(text):
    query = correct_spelling(Search(parse(text)))
    return query.text if query else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inequlaities", "inequalities"),
        ("inequalites", "inequalities"),
        ("hosuing", "housing"),
        ("cold hosuing", "cold housing"),
        ("“hosuing inequalites”", "“housing inequalities”"),
    ],
)
def test_an_unknown_word_is_the_nearest_word_of_the_index(typed, meant):
    RecordFactory(title="Housing inequalities", summary="Cold homes.")

    assert repair(typed) == meant


@pytest.mark.parametrize(
    "text", ["housing", "houses", "xyz", "zzzzzzzzzz", "hous1ng", "", "-hosuing"]
)
def test_what_is_known_or_near_to_nothing_is_left_as_it_is(text):
    RecordFactory(title="Housing")

    assert repair(text) is None


def test_of_equally_near_words_the_frequent_one_is_meant():
    RecordFactory.create_batch(2, title="Planting trees")
    RecordFactory(title="Planning streets")

    assert repair("planjing") == "planting"


def test_a_short_word_may_have_one_error_only():
    RecordFactory(title="Work and homes")

    assert repair("wrok") == "work"
    assert repair("wrkk") is None


def test_a_withdrawn_record_lends_no_word():
    record = RecordFactory(title="Unrepeatable")
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=timezone.now())

    assert repair("unrepeatabel") is None


def test_distances_count_a_swap_as_one_error():
    words = ["housing", "hosuing", "house", "h", "mousings"]
    width = max(map(len, words))
    rows = np.array([list(word.ljust(width).encode()) for word in words], np.uint8)

    found = distances("housing", rows, np.array([len(word) for word in words]))

    assert found.tolist() == [0, 1, 3, 6, 2]


def test_the_finder_says_what_it_searched_for_and_can_be_told_not_to(client):
    RecordFactory(title="Housing & work")

    page = client.get(reverse("library:finder"), {"q": "hosuing", "type": "report"})
    exact = client.get(reverse("library:finder") + page.context["as_typed"])

    html = page.content.decode()
    assert "Showing results for <strong>housing</strong>." in html
    assert "Search instead for hosuing" in html
    assert page.context["as_typed"] == "?q=hosuing&type=report&exact=hosuing"
    assert [row.title for row in page.context["found"]] == ["<mark>Housing</mark> &amp; work"]
    assert exact.context["found"] == []
    assert "Showing results for" not in exact.content.decode()
