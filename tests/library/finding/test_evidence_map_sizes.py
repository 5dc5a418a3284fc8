"""The evidence map of an empty library, and of libraries of two sizes."""

import pytest
from django.urls import reverse

from demo.factories.accounts import OrganisationFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.vocabularies.actions.places import add_place
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Term
from library.vocabularies.names import CreatorName
from tests.library.finding.test_evidence_map import MAP, counted

pytestmark = pytest.mark.django_db


def test_an_empty_library_has_a_map_of_what_is_missing(client):
    assert "Nothing to show" in client.get(MAP).content.decode()
    TopicFactory(label="Homes")

    assert counted(client.get(MAP).content.decode())[1] == (
        "Homes",
        [(str(label), "none") for label in ["All", *RecordType.labels]],
    )


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("axes", [("topic", "place"), ("organisation", "population")])
def test_the_map_takes_the_same_queries_whatever_its_size(
    client, django_assert_max_num_queries, axes, count
):
    for number in range(count):
        RecordFactory(
            topics=[TopicFactory(), TopicFactory()],
            places=[add_place(name=f"Place {number}", parent=None)],
            terms=[Term.objects.create(kind="population", code=f"p{number}", label=f"P{number}")],
            creators=[CreatorName("The city", organisation=OrganisationFactory())],
        )
    address = reverse("library:evidence_map")

    with django_assert_max_num_queries(7):
        page = client.get(address, {"rows": axes[0], "columns": axes[1]})

    assert len(page.context["table"].columns) == count
