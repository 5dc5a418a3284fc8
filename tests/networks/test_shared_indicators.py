"""Indicators shared in a discussion: found by their address, shown to members alone."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, PlaceFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from indicators.catalogue.addresses import IndicatorInPlace, find_by_address
from networks.actions.discussions import reply
from networks.actions.posts import hide_post, remove_post
from networks.models import Discussion, Post
from networks.states import MembershipState

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(db):
    indicator = IndicatorFactory(code="cold-homes", name="Cold homes")
    ObservationFactory(indicator=indicator, place=PlaceFactory(code="bury", name="Bury"))
    return indicator


@pytest.fixture
def network(db):
    return NetworkFactory(name="Warm homes north")


@pytest.fixture
def member(network):
    return MembershipFactory(network=network).user


def share(network, member, indicator, place=None):
    return reply(
        discussion=DiscussionFactory(network=network),
        author=member,
        body="Look at this.",
        key=uuid.uuid4(),
        at=timezone.now(),
        shared=IndicatorInPlace(indicator, place),
    )


def test_a_member_shares_an_indicator_from_its_page(client, network, member, indicator):
    client.force_login(member)
    start = reverse("networks:discussion_start", args=[network.slug])
    query = "?indicator=cold-homes&place=bury&by=whatever"

    indicator_page = client.get(f"{indicator.get_absolute_url()}?place=bury").content.decode()
    choose = client.get(reverse("networks:discussion_choose") + query).content.decode()
    page = client.get(start + query)
    sent = {
        **page.context["form"].initial,
        "form_key": uuid.uuid4(),
        "title": "Cold",
        "body": "Look.\r\nWhat now?",
    }
    sent = {name: value for name, value in sent.items() if value}
    answer = client.post(start + query, sent, follow=True)

    assert "Share in a network" in indicator_page
    assert "discussion about the indicator “Cold homes”" in choose
    post = Post.objects.get(body="Look.\nWhat now?")
    assert (post.indicator, post.indicator_place.code) == (indicator, "bury")
    assert "Cold homes, Bury" in answer.content.decode()
    assert "/indicators/cold-homes/?place=bury" in answer.content.decode()


def test_a_reply_takes_the_address_of_an_indicator(client, network, member, indicator):
    discussion = DiscussionFactory(network=network)
    client.force_login(member)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])
    pasted = " https://praxis.example/indicators/cold-homes/?place=bury&period=2020 "

    answer = client.post(
        address, {"form_key": uuid.uuid4(), "body": "See here", "indicator": pasted}
    )

    assert answer.status_code == 302
    assert Post.objects.get(body="See here").indicator == indicator


@pytest.mark.parametrize(
    "address",
    [
        "cold-homes",
        "/indicators/no-such-thing/",
        "/library/1/",
        "x" * 501,
        "/indicators/\0/",
        "/indicators/draft/",
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_loses_nothing(
    client, network, member, indicator, address
):
    IndicatorFactory(code="draft")
    discussion = DiscussionFactory(network=network)
    client.force_login(member)
    before = Post.objects.count()

    answer = client.post(
        reverse("networks:discussion_reply", args=[network.slug, discussion.pk]),
        {"form_key": uuid.uuid4(), "body": "My long thought", "indicator": address},
    )

    assert answer.status_code == 200
    assert "My long thought" in answer.content.decode()
    assert Post.objects.count() == before


def test_what_cannot_be_seen_cannot_be_brought(client, network, member):
    IndicatorFactory(code="draft")
    client.force_login(member)

    for query in ("?indicator=draft", "?indicator=%00", "?indicator=" + "x" * 900):
        address = reverse("networks:discussion_start", args=[network.slug]) + query
        assert client.get(address).status_code == 404, query


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [
        (MembershipState.ACTIVE, True),
        (MembershipState.REQUESTED, False),
        (MembershipState.LEFT, False),
        (MembershipState.REMOVED, False),
        (None, False),
    ],
)
def test_the_pages_of_indicator_and_place_name_the_discussion_to_members_alone(
    client, network, member, indicator, state, is_seen
):
    place = indicator.observations.get().place
    post = share(network, member, indicator, place)
    Discussion.objects.update(title="What about cold homes?")
    reader = MembershipFactory(network=network, state=state).user if state else UserFactory()
    client.force_login(reader)

    for page in (indicator.get_absolute_url(), reverse("places:place_detail", args=["bury"])):
        assert ("What about cold homes?" in client.get(page).content.decode()) is is_seen, page
    assert (client.get(post.get_absolute_url()).status_code == 200) is is_seen


def test_visitors_and_hidden_or_removed_posts_are_told_nothing(client, network, member, indicator):
    place = indicator.observations.get().place
    hidden, removed = (share(network, member, indicator, place) for _ in range(2))
    Discussion.objects.update(title="What about cold homes?")
    pages = [indicator.get_absolute_url(), reverse("places:place_detail", args=["bury"])]

    assert all("What about" not in client.get(page).content.decode() for page in pages)
    hide_post(post=hidden, by=UserFactory(), reason="No", at=timezone.now())
    remove_post(post=removed, at=timezone.now())
    client.force_login(member)

    assert all("What about" not in client.get(page).content.decode() for page in pages)
    assert Post.objects.get(pk=removed.pk).indicator is None


def test_the_card_of_an_indicator_whose_figures_were_withdrawn_leads_nowhere(
    client, network, member, indicator
):
    post = share(network, member, indicator)
    indicator.releases.update(state="withdrawn", withdrawal_reason="Wrong")
    client.force_login(member)

    page = client.get(post.discussion.get_absolute_url()).content.decode()

    assert "No figures of it are published at the moment." in page
    assert "/indicators/cold-homes/" not in page


def test_addresses_are_read_with_and_without_a_place(indicator, member):
    assert find_by_address(member, "/indicators/cold-homes/") == IndicatorInPlace(indicator)
    assert find_by_address(member, "/indicators/cold-homes/?place=nowhere").place is None
    assert find_by_address(member, "/indicators/cold-homes/?place=bury#groups").place.code == "bury"
