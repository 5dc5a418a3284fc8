"""Networks for programs: which there are, told to whoever may know of them."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.token_text import new_token_text
from demo.factories.accounts import UserFactory
from demo.factories.api import TokenFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.library import TopicFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from networks.actions.networks import archive_network
from networks.models import Membership, NetworkAccess
from networks.states import MembershipState

pytestmark = pytest.mark.django_db
NETWORKS = "/api/v1/networks/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def with_token(person):
    secret = new_token_text()
    TokenFactory(secret=secret, person=person, scopes=["networks:read"])
    return {"Authorization": f"Bearer {secret}"}


def names(client, headers=None, **asked):
    answer = client.get(NETWORKS, asked, headers=headers)
    assert answer.status_code == 200, answer.content
    return [item["name"] for item in answer.json()["items"]]


def test_a_network_is_told_without_what_its_members_write(client, settings):
    member = UserFactory(full_name="Ines Marlowe")
    topics = [TopicFactory(code="housing")]
    network = NetworkFactory(name="Warm homes", topics=topics, members=[member])
    DiscussionFactory(network=network, title="A private talk", author=member)

    told = client.get(f"{NETWORKS}{network.slug}/").json()

    assert told == {
        "code": "warm-homes",
        "url": f"{settings.SITE_URL}/networks/warm-homes/",
        "name": "Warm homes",
        "purpose": network.purpose,
        "access": "open",
        "state": "open",
        "topics": ["housing"],
        "members": 2,
        "created_at": told["created_at"],
    }
    assert client.get(NETWORKS).json()["items"] == [told]


def test_private_networks_are_told_to_their_members_only_and_not_after_they_left(client):
    member, stranger = UserFactory(), UserFactory()
    NetworkFactory(name="Known")
    private = NetworkFactory(name="Private", access=NetworkAccess.INVITED, members=[member])
    CohortFactory()
    mine, theirs = with_token(member), with_token(stranger)

    before = [names(client, headers) for headers in (None, mine, theirs)]
    single = [
        client.get(f"{NETWORKS}{private.slug}/", headers=headers).status_code
        for headers in (None, mine, theirs)
    ]
    Membership.objects.filter(user=member).update(state=MembershipState.LEFT)

    assert before == [["Known"], ["Known", "Private"], ["Known"]]
    assert single == [404, 200, 404]
    assert names(client, mine) == ["Known"]


def test_words_and_topics_narrow_the_list(client):
    housing = TopicFactory(code="housing")
    warm = NetworkFactory(name="Warm homes", topics=[housing])
    NetworkFactory(name="Play streets", purpose="Room for children.")
    archive_network(network=warm, by=warm.memberships.get().user, at=warm.created_at, reason="Done")

    assert names(client, q="STREETS") == ["Play streets"]
    assert names(client, q="children") == ["Play streets"]
    assert names(client, topic="housing") == ["Warm homes"]
    assert client.get(f"{NETWORKS}{warm.slug}/").json()["state"] == "archived"


def test_the_list_takes_as_many_queries_for_many_networks_as_for_one(client):
    counts = []
    for number in (1, 4):
        for _each in range(number):
            NetworkFactory()
        client.get(NETWORKS)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(NETWORKS, {"limit": 3})
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(client.get(page.json()["next"]).json()["items"]) == 2
