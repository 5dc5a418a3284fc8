"""Suggestions while typing."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import OrganisationFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.states import RecordState
from library.finding.search.autocomplete import Completion, complete
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db


def test_titles_topics_and_organisations_that_begin_so_are_suggested():
    topic = TopicFactory(label="Cold weather", code="cold", synonyms=["winter"])
    body = OrganisationFactory(name="Coldharbour Council")
    creators = [CreatorName(body.name, organisation=body)]
    record = RecordFactory(title="How cold homes harm", topics=[topic], creators=creators)
    RecordFactory(title="Warm words")

    assert complete("col") == [
        Completion("Cold weather", "topic", "cold"),
        Completion("Coldharbour Council", "organisation", str(body.pk)),
        Completion("How cold homes harm", "title", str(record.pk)),
    ]
    assert complete("wint") == [Completion("Cold weather", "topic", "cold")]
    assert complete("cold hom") == [Completion("How cold homes harm", "title", str(record.pk))]
    assert complete("c") == complete("") == complete("cold zebra") == []


def test_what_no_reader_can_find_is_not_suggested():
    topic = TopicFactory(label="Secret topic")
    body = OrganisationFactory(name="Secret body")
    creators = [CreatorName(body.name, organisation=body)]
    RecordFactory(title="Secret", topics=[topic], creators=creators, state=RecordState.WITHDRAWN)

    assert complete("secret") == []


def test_the_answer_names_kinds_and_addresses(client):
    record = RecordFactory(title="Cold homes")

    response = client.get(reverse("library:suggestions"), {"q": "cold"})

    assert response.json() == {
        "suggestions": [
            {"label": "Cold homes", "kind": "Title", "address": record.get_absolute_url()}
        ]
    }


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_may_be_typed(db, text):
    assert complete(text) == []


def test_the_field_of_the_finder_asks_for_suggestions(client):
    response = client.get(reverse("library:finder"))

    assert f'data-suggest="{reverse("library:suggestions")}"' in response.content.decode()


def test_parts_of_one_series_leave_room_for_other_titles():
    parts = [
        RecordFactory(title=f"Fair society healthy lives, part {n}", creators=[]) for n in (1, 2)
    ]
    other = RecordFactory(title="Why a fair society lives healthy lives longer", creators=[])

    labels = [each.label for each in complete("fair soc")]

    assert labels == [parts[0].title, other.title, parts[1].title]
