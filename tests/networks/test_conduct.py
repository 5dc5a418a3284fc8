"""The code of conduct: written in versions, accepted before the first post and again after a change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role as StaffRole
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.conduct import accept_conduct, publish_conduct
from networks.actions.discussions import reply
from networks.models import ConductAcceptance, ConductVersion, Post
from networks.refusals import ConductChanged, ConductNotAccepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(roles=[StaffRole.ADMINISTRATOR])


@pytest.fixture
def discussion(network):
    return DiscussionFactory(network=network)


def test_members_accept_each_version_once_before_they_post(
    network, discussion, administrator, now, client_of
):
    member = MembershipFactory(network=network).user
    first = publish_conduct(body="Be *kind*.", by=administrator, at=now)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])
    client = client_of(member)

    refused = client.post(address, {"body": "Hello all", "conduct_number": first.number})
    accepted = client.post(
        address, {"body": "Hello all", "conduct_number": first.number, "conduct": "on"}
    )
    again = client.post(address, {"body": "One more thing"})

    assert "Hello all" in refused.content.decode()
    assert "Accept the code of conduct" in refused.content.decode()
    assert [accepted.status_code, again.status_code] == [302, 302]
    assert ConductAcceptance.objects.get(user=member).version == first

    publish_conduct(body="Be kind and *brief*.", by=administrator, at=now)
    changed = client.post(address, {"body": "And another"})

    assert changed.status_code == 200
    assert Post.objects.filter(author=member).count() == 2


def test_an_action_refuses_who_has_not_accepted(discussion, administrator, now):
    publish_conduct(body="Be kind.", by=administrator, at=now)

    with pytest.raises(ConductNotAccepted):
        reply(
            discussion=discussion,
            author=discussion.author,
            body="Hello",
            key=discussion.form_key,
            at=now,
        )


def test_a_version_that_is_no_longer_the_last_is_not_accepted(discussion, administrator, now):
    publish_conduct(body="Be kind.", by=administrator, at=now)
    publish_conduct(body="Be kind and brief.", by=administrator, at=now)

    with pytest.raises(ConductChanged):
        accept_conduct(number=1, user=discussion.author, at=now)


def test_the_same_text_is_no_new_version(administrator, now):
    first = publish_conduct(body="Be kind.", by=administrator, at=now)

    assert publish_conduct(body="Be kind.", by=administrator, at=now) == first


def test_everyone_reads_it_and_administrators_write_it(client, administrator, now, client_of):
    publish_conduct(body="Be **kind**.", by=administrator, at=now)
    page, edit = reverse("networks:conduct_detail"), reverse("networks:conduct_edit")

    assert "<strong>kind</strong>" in client.get(page).content.decode()
    assert client_of(UserFactory()).get(edit).status_code == 403
    assert client_of(UserFactory()).post(edit, {"body": "Be rude."}).status_code == 403
    assert client_of(administrator).post(edit, {"body": "Be kind always."}).status_code == 302
    assert ConductVersion.objects.newest_first().first().number == 2
    assert "earlier version" in client.get(f"{page}?version=1").content.decode()


@pytest.mark.parametrize("page", ["reply", "start", "edit", "files"])
def test_who_accepts_an_outdated_version_is_shown_the_new_one_and_can_go_on(
    network, administrator, now, client_of, page
):
    member = MembershipFactory(network=network).user
    own = DiscussionFactory(network=network, author=member, body="Some words of mine.")
    first = publish_conduct(body="Be *kind*.", by=administrator, at=now)
    address, words = {
        "reply": (reverse("networks:discussion_reply", args=[network.slug, own.pk]), {}),
        "start": (reverse("networks:discussion_start", args=[network.slug]), {"title": "Damp"}),
        "edit": (reverse("networks:post_edit", args=[network.slug, own.posts.get().pk]), {}),
        "files": (reverse("networks:post_files", args=[network.slug, own.posts.get().pk]), {}),
    }[page]
    words["body"] = "Words that took me long."

    def send(**more):
        file = {"upload": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")} if page == "files" else {}
        return client.post(address, {**words, **file, **more})

    client = client_of(member)
    assert 'name="conduct"' in client.get(address).content.decode()
    second = publish_conduct(body="Be kind and *brief*.", by=administrator, at=now)

    outdated = send(conduct="on", conduct_number=first.number)
    shown = outdated.context["form"]
    unticked = send(conduct_number="")
    accepted = send(conduct="on", conduct_number=unticked.context["form"]["conduct_number"].value())

    assert "has changed since you opened this page" in outdated.content.decode()
    assert shown["conduct_number"].value() == str(second.number)
    assert not shown["conduct"].value()
    assert list(unticked.context["form"].errors) == ["conduct"]
    assert accepted.status_code == 302
    assert ConductAcceptance.objects.get(user=member).version == second
