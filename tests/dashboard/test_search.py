"""One search over every part: what the reader may see, and any text is safe."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def found_by(client, text):
    response = client.get(SEARCH, {"q": text})
    assert response.status_code == 200
    return {item.title for part in response.context["found"] for item in part.items}


def test_records_are_found_by_everyone(client):
    RecordFactory(title="Cold homes and health")

    assert found_by(client, "cold home") == {"Cold homes and health"}


def test_a_discussion_is_found_by_the_members_of_its_network_alone(client):
    discussion = DiscussionFactory(title="Damp walls in Saltmarsh")
    member = MembershipFactory(network=discussion.network).user

    by_anyone = found_by(client, "saltmarsh")
    client.force_login(UserFactory())
    by_a_stranger = found_by(client, "saltmarsh")
    client.force_login(member)
    by_a_member = found_by(client, "saltmarsh")

    assert (by_anyone, by_a_stranger) == (set(), set())
    assert by_a_member == {"Damp walls in Saltmarsh"}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80))
def test_any_text_is_a_search(client, text):
    assert client.get(SEARCH, {"q": text.encode("utf-8", "replace")}).status_code == 200
