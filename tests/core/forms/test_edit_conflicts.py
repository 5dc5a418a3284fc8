"""What is open in two tabs and counts no saves: the second save is told of the first, and loses nothing."""

import pytest
from django.urls import reverse

from accounts.models import Profile
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MatchFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from mentoring.models import Match
from networks.models import Network, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client):
    """Return for each form its address, the field that two tabs change, its label and stored value."""
    person = UserFactory()
    client.force_login(person)
    network = NetworkFactory(topics=[TopicFactory()], by=person)
    network_form = reverse("networks:network_edit", args=[network.slug])
    discussion = DiscussionFactory(author=person, network=NetworkFactory(members=[person]))
    post = discussion.posts.get()
    match = MatchFactory(mentor=person)
    return {
        "network": (
            person,
            network_form,
            "purpose",
            "What is it for?",
            lambda: Network.objects.get(pk=network.pk).purpose,
        ),
        "post": (
            person,
            reverse("networks:post_edit", args=[discussion.network.slug, post.pk]),
            "body",
            "Your post",
            lambda: Post.objects.get(pk=post.pk).body,
        ),
        "agreement": (
            person,
            reverse("mentoring:agreement_edit", args=[match.pk]),
            "agreement",
            "Agreement",
            lambda: Match.objects.get(pk=match.pk).agreement,
        ),
        "profile": (
            person,
            reverse("accounts:profile_edit"),
            "about",
            "About you",
            lambda: Profile.objects.get(user=person).about,
        ),
    }


def opened(client, page):
    """The form as a browser sends it back when nothing is changed."""
    form = client.get(page).context["form"]
    kept = {}
    for name in form.fields:
        value = form[name].value()
        if name in ("photo", "remove_photo"):
            continue
        kept[name] = "" if value is None else form.fields[name].prepare_value(value)
    return kept


@pytest.mark.parametrize("name", ["network", "post", "agreement", "profile"])
def test_the_second_tab_is_told_and_its_words_are_kept(client, pages, name):
    person, page, field, label, stored = pages[name]
    client.force_login(person)
    one, two = opened(client, page), opened(client, page)
    assert client.post(page, one | {field: "From the first tab"}).status_code == 302

    told = client.post(page, two | {field: "From the second tab"})
    form = told.context["form"]
    before = stored()
    saved = client.post(page, two | {field: "From the second tab", "seen": form["seen"].value()})

    assert told.status_code == 409
    assert [(str(each), text) for each, text in told.context["conflict"]] == [
        (label, "From the first tab")
    ]
    assert form[field].value() == "From the second tab"
    assert before == "From the first tab"
    assert (saved.status_code, stored()) == (302, "From the second tab")


@pytest.mark.parametrize("name", ["network", "post", "agreement", "profile"])
def test_two_clicks_are_no_conflict(client, pages, name):
    person, page, field, _label, stored = pages[name]
    client.force_login(person)
    words = opened(client, page) | {field: "Once"}

    answers = [client.post(page, words).status_code for _click in range(2)]

    assert (answers, stored()) == ([302, 302], "Once")
