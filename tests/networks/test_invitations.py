"""Inviting by address, and answering."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail_limits import TooManyMails
from accounts.refusals import InvitationExpired, InvitationForSomeoneElse
from demo.factories.accounts import UserFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from networks.actions import invitations
from networks.actions.invitations import (
    accept_invitation,
    decline_invitation,
    forget_invitations,
    invite,
    withdraw_invitation,
)
from networks.models import Invitation, Membership, NetworkAccess
from networks.refusals import AlreadyMember
from networks.states import InvitationState, MembershipState
from notifications.delivery.sending import send_waiting
from notifications.models import Notification
from tests.shared import shared
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


@shared
def hidden_network():
    network = NetworkFactory(access=NetworkAccess.INVITED, name="Quiet circle")
    network.moderator = network.memberships.get().user
    return network


@pytest.fixture
def invitation(hidden_network, now):
    return invite(
        network=hidden_network, email="Ana@Example.org", by=hidden_network.moderator, at=now
    )


def test_an_invitation_is_mailed_once_with_a_link_that_opens_a_page(
    hidden_network, client, django_capture_on_commit_callbacks
):
    moderator, now = hidden_network.moderator, timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        invite(network=hidden_network, email="ana@example.org", by=moderator, at=now)
    send_waiting(at=now + dt.timedelta(days=1))

    (sent,) = mail.outbox
    link = re.search(r"http://[^/]+(/networks/invitations/\S+)", sent.body)[1]
    page = client.get(link)
    assert (sent.to, page.status_code) == (["ana@example.org"], 200)
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_inviting_again_renews_the_waiting_invitation(hidden_network, invitation, now):
    later = now + dt.timedelta(days=20)

    again = invite(
        network=hidden_network, email="ana@example.org", by=hidden_network.moderator, at=later
    )

    assert again.pk == invitation.pk
    assert again.expires_at == later + dt.timedelta(days=30)


def test_the_invited_person_becomes_a_member(hidden_network, invitation, now):
    user = UserFactory(email="ana@example.org")

    membership = accept_invitation(invitation=invitation, user=user, at=now)

    assert (membership.network, membership.state) == (hidden_network, MembershipState.ACTIVE)
    assert Invitation.objects.get().state == InvitationState.ACCEPTED


def test_an_address_that_was_confirmed_later_counts_too(invitation, now):
    user = UserFactory(email="private@example.org")
    EmailAddress.objects.create(user=user, email="ana@example.org", verified=True)

    membership = accept_invitation(invitation=invitation, user=user, at=now)

    assert membership.state == MembershipState.ACTIVE


@pytest.mark.parametrize("verified_address", ["", "ana@example.org"])
def test_nobody_else_can_accept_it(invitation, now, verified_address):
    user = UserFactory(email="thief@example.org")
    if verified_address:
        EmailAddress.objects.create(user=user, email=verified_address, verified=False)

    with pytest.raises(InvitationForSomeoneElse):
        accept_invitation(invitation=invitation, user=user, at=now)

    assert not Membership.objects.filter(user=user).exists()


def test_an_expired_invitation_cannot_be_accepted(invitation, now):
    user = UserFactory(email="ana@example.org")

    with pytest.raises(InvitationExpired):
        accept_invitation(invitation=invitation, user=user, at=now + dt.timedelta(days=30))

    assert not Membership.objects.filter(user=user).exists()


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_an_answered_invitation_stays_answered(invitation, now, answer, state):
    user = UserFactory(email="ana@example.org")
    Invitation.objects.update(state=state)

    act = {
        "accept": lambda: accept_invitation(invitation=invitation, user=user, at=now),
        "decline": lambda: decline_invitation(invitation=invitation, by=user, at=now),
        "withdraw": lambda: withdraw_invitation(invitation=invitation, by=user, at=now),
    }[answer]

    with pytest.raises(TransitionNotAllowed):
        act()

    assert Invitation.objects.get().state == state
    assert not Membership.objects.filter(user=user).exists()


def test_a_moderator_may_invite_somebody_who_was_removed(hidden_network, invitation, now):
    user = UserFactory(email="ana@example.org")
    MembershipFactory(network=hidden_network, user=user, state=MembershipState.REMOVED)

    membership = accept_invitation(invitation=invitation, user=user, at=now)

    assert membership.state == MembershipState.ACTIVE


def test_a_member_is_not_invited_and_a_day_holds_fifty(hidden_network, now):
    moderator = hidden_network.moderator

    with pytest.raises(AlreadyMember):
        invite(network=hidden_network, email=moderator.email, by=moderator, at=now)
    for number in range(50):
        invite(network=hidden_network, email=f"p{number}@example.org", by=moderator, at=now)
    with pytest.raises(TooManyMails):
        invite(network=hidden_network, email="more@example.org", by=moderator, at=now)

    assert Invitation.objects.count() == 50


def test_one_address_is_mailed_three_times_a_day_by_a_network_however_often_it_is_invited(
    hidden_network, now, client_of, django_capture_on_commit_callbacks
):
    client = client_of(hidden_network.moderator)
    page = reverse("networks:invitation_list", args=[hidden_network.slug])

    answers = []
    for _click in range(60):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(client.post(page, {"email": "Ana@example.org"}))

    assert [answer.status_code for answer in answers] == [302] * 3 + [200] * 57
    assert "has already been invited today" in answers[-1].content.decode()
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"]] * 3
    invite(
        network=hidden_network,
        email="ana@example.org",
        by=hidden_network.moderator,
        at=now + dt.timedelta(days=1),
    )


def test_several_networks_of_one_moderator_do_not_flood_an_address_together(now):
    moderator = UserFactory()
    networks = [NetworkFactory(by=moderator) for _network in range(3)]
    for network in networks[:2]:
        for _time in range(2):
            invite(network=network, email="ana@example.org", by=moderator, at=now)

    invite(network=networks[2], email="ana@example.org", by=moderator, at=now)
    with pytest.raises(TooManyMails, match="We have sent too many emails to this address"):
        invite(network=networks[2], email="ana@example.org", by=moderator, at=now)


def test_several_moderators_do_not_flood_an_address_together(now):
    networks = [NetworkFactory() for _network in range(11)]
    for network in networks[:10]:
        invite(
            network=network,
            email="ana@example.org",
            by=network.memberships.get().user,
            at=now,
        )

    with pytest.raises(TooManyMails, match="We have sent too many emails to this address"):
        invite(
            network=networks[10],
            email="ANA@example.org ",
            by=networks[10].memberships.get().user,
            at=now,
        )


def test_a_refused_invitation_counts_nowhere(hidden_network, now, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 5)
    moderator = hidden_network.moderator
    for number in range(5):
        invite(network=hidden_network, email=f"p{number}@example.org", by=moderator, at=now)
    for _time in range(3):
        with pytest.raises(TooManyMails, match="This network has sent too many"):
            invite(network=hidden_network, email="ana@example.org", by=moderator, at=now)

    other = NetworkFactory(by=moderator)
    for _time in range(3):
        invite(network=other, email="ana@example.org", by=moderator, at=now)

    assert Invitation.objects.filter(email="ana@example.org").count() == 1


def test_somebody_with_an_account_also_finds_it_in_the_inbox(hidden_network, now, client_of):
    user = UserFactory(email="ana@example.org")

    invite(network=hidden_network, email="ana@example.org", by=hidden_network.moderator, at=now)

    told = Notification.objects.get(recipient=user)
    assert told.title == f"{hidden_network.moderator} invites you to join Quiet circle"
    assert client_of(user).get(told.address).status_code == 200


@pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsICJhIl0:1:2", "%00"])
def test_a_forged_link_leads_nowhere(client, token, invitation):
    response = client.get(reverse("networks:invitation_detail", args=[token]))

    assert response.status_code == 404


def test_looking_at_the_link_answers_nothing_and_the_button_does(
    hidden_network, invitation, client_of
):
    client = client_of(UserFactory(email="ana@example.org"))
    address = invitation.get_absolute_url()

    client.get(address)
    state_after_looking = Invitation.objects.get().state
    response = client.post(address, {"accept": "yes"})

    assert state_after_looking == InvitationState.OPEN
    assert response.url == hidden_network.get_absolute_url()
    assert Invitation.objects.get().state == InvitationState.ACCEPTED


def test_the_page_says_to_whom_it_belongs(invitation, client_of):
    client = client_of(UserFactory(email="other@example.org"))

    looked = client.get(invitation.get_absolute_url())
    tried = client.post(invitation.get_absolute_url(), {"accept": "yes"})

    assert "This invitation is for ana@example.org" in looked.content.decode()
    assert tried.status_code == 409


def test_declining_needs_no_account(invitation, client):
    response = client.post(invitation.get_absolute_url(), {"decline": "yes"})

    assert response.status_code == 302
    assert Invitation.objects.get().state == InvitationState.DECLINED


def test_an_invitation_that_was_withdrawn_before_its_mail_left_is_not_mailed(invitation, now):
    withdraw_invitation(invitation=invitation, by=invitation.invited_by, at=now)

    assert send_waiting(at=now) == 0
    assert mail.outbox == []


def test_an_invitation_that_ended_long_ago_is_forgotten_and_a_membership_stays(
    hidden_network, invitation, client
):
    guest = UserFactory(email=invitation.email)
    accept_invitation(invitation=invitation, user=guest, at=invitation.invited_at)
    link, end = invitation.get_absolute_url(), invitation.expires_at

    kept = forget_invitations(at=end + dt.timedelta(days=89))
    forgotten = forget_invitations(at=end + dt.timedelta(days=91))

    assert (kept, forgotten, Invitation.objects.count()) == (0, 1, 0)
    assert Membership.objects.active().filter(network=hidden_network, user=guest).exists()
    assert client.get(link).status_code == 404
