"""Addresses that keep the parameters of the page they stand on."""

import pytest
from django.http import QueryDict

from core.web.querystrings import chip, with_query


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({}, "?q=a+b&type=report&type=guidance&page=3"),
        ({"page": None}, "?q=a+b&type=report&type=guidance"),
        ({"page": 4}, "?q=a+b&type=report&type=guidance&page=4"),
        ({"page": None, "sort": "title"}, "?q=a+b&type=report&type=guidance&sort=title"),
        ({"q": None, "type": None, "page": None, "none": None}, "?"),
    ],
)
def test_the_other_parameters_are_kept(changes, written):
    query = QueryDict("q=a+b&type=report&type=guidance&page=3")

    assert with_query(query, **changes) == written
    assert query.urlencode() == "q=a+b&type=report&type=guidance&page=3"


@pytest.mark.parametrize(
    ("name", "value", "address"),
    [
        ("type", "report", "?q=a&type=guidance"),
        ("type", None, "?q=a"),
        ("q", None, "?type=report&type=guidance"),
        ("other", None, "?q=a&type=report&type=guidance"),
    ],
)
def test_a_chip_leads_to_the_first_page_without_its_filter(name, value, address):
    query = QueryDict("q=a&type=report&type=guidance&page=3")

    assert chip("Words", query, name, value) == ("Words", address)
