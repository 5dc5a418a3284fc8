"""What the search answers on the 160 real reports."""

import pytest
from django.core.management import call_command

from library.catalogue.models import Record
from library.finding.search.engine import Search
from library.finding.search.query import parse

pytestmark = pytest.mark.django_db

FIRST = {
    "cold homes": "The Health Impacts of Cold Homes and Fuel Poverty",
    "marmot review": "Fair Society, Healthy Lives: The Marmot Review",
    "Marmot Review 10 years on": "Health Equity in England: The Marmot Review 10 Years On",
    "what is known about loneliness of older people": (
        "Social isolation and loneliness among older people: advocacy brief"
    ),
    "the black report": (
        "Inequalities in health: report of a research working group (the Black Report)"
    ),
    "acheson": "Independent Inquiry into Inequalities in Health: Report (the Acheson Report)",
    "solid facts wilkinson": "Social determinants of health: the solid facts (2nd edition)",
    "inequality in dementia": (
        "Inequalities in Mental Health, Cognitive Impairment and Dementia Among Older People"
    ),
    "NEETs": (
        "Local action on health inequalities: Reducing the number of young people"
        " not in employment, education or training (NEET)"
    ),
    "20 mph and green spaces": (
        "Local action on health inequalities: Improving access to green spaces"
    ),
}


def found(text: str) -> list[str]:
    search = Search(parse(text))
    by_key = Record.objects.in_bulk()
    return [by_key[pk].title for pk in search.by_relevance(0, search.total)]


def test_the_real_reports_are_found_as_a_practitioner_would_expect():
    call_command("load_library", verbosity=0)

    assert {text: found(text)[0] for text in FIRST} == FIRST
    assert set(found("fuel poverty")[:4]) == {
        "UK Fuel Poverty Monitor 2016-2017: A review of progress across the nations",
        "The Health Impacts of Cold Homes and Fuel Poverty",
        "Local action on health inequalities: Fuel poverty and cold home-related health problems",
        "Fuel Poverty, Cold Homes and Health Inequalities in the UK",
    }
    assert set(found('"fuel poverty"')) == set(found("fuel poverty")[:4])
    assert set(found("inequality")) == set(found("inequalities"))
    assert len(found("inequality")) > 50
