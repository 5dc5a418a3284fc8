"""The agreement of a match: its text, and the two signatures under it."""

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, SignatureFactory
from mentoring.actions.agreement import AgreementChanged, change_agreement, sign_agreement
from mentoring.models import Match, Signature
from mentoring.models.matches import fingerprint
from mentoring.states import MATCH_FLOW, MatchState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(mentor, mentee):
    return MatchFactory(mentor=mentor, mentee=mentee, state=MatchState.SIGNING)


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_the_mentoring_begins_when_both_have_signed(match, now):
    signature = sign_agreement(match=match, by=match.mentee, at=now)
    assert Match.objects.get().state == MatchState.SIGNING
    assert (signature.text, signature.text_hash) == (match.agreement, fingerprint(match.agreement))
    assert told(match.mentor) == ["mentoring.signed"]

    sign_agreement(match=match, by=match.mentor, at=now)
    match.refresh_from_db()
    assert (match.state, match.started_at) == (MatchState.ACTIVE, now)
    assert told(match.mentor) == ["mentoring.signed", "mentoring.started"]
    assert told(match.mentee) == ["mentoring.started"]


def test_signing_twice_is_signing_once(match, now):
    first = sign_agreement(match=match, by=match.mentor, at=now)

    assert sign_agreement(match=match, by=match.mentor, at=now) == first

    assert Signature.objects.count() == 1
    assert told(match.mentee) == ["mentoring.signed"]


def test_a_text_that_changed_while_it_was_read_is_not_signed(match, now):
    seen = match.agreement_hash
    change_agreement(match=match, by=match.mentor, text="Another text.", at=now)

    with pytest.raises(AgreementChanged):
        sign_agreement(match=match, by=match.mentee, seen=seen, at=now)

    assert not Signature.objects.exists()


def test_changing_the_text_voids_the_signatures_and_keeps_what_was_signed(match, now):
    old = match.agreement
    sign_agreement(match=match, by=match.mentee, at=now)

    change_agreement(match=match, by=match.mentor, text="We meet *twice* a month.", at=now)

    match.refresh_from_db()
    signature = Signature.objects.get()
    assert match.agreement_html == "<p>We meet <em>twice</em> a month.</p>\n"
    assert (signature.text, signature.voided_at) == (old, now)
    assert told(match.mentee) == ["mentoring.agreement-changed"]
    assert sign_agreement(match=match, by=match.mentee, at=now) != signature


def test_changing_the_text_of_an_active_match_asks_both_to_sign_again(mentor, now):
    match = MatchFactory(mentor=mentor)

    change_agreement(match=match, by=mentor, text="New.", at=now)

    match.refresh_from_db()
    assert match.state == MatchState.SIGNING
    assert not Signature.objects.standing().exists()


def test_the_same_text_changes_nothing(mentor, now):
    match = MatchFactory(mentor=mentor)

    change_agreement(match=match, by=mentor, text=match.agreement, at=now)

    assert Match.objects.get().state == MatchState.ACTIVE
    assert Signature.objects.standing().count() == 2


@pytest.mark.parametrize("state", sorted(set(MatchState) - MATCH_FLOW.moves["revise"].sources))
def test_a_paused_or_ended_match_keeps_its_text(state, now):
    match = MatchFactory(state=state)

    with pytest.raises(TransitionNotAllowed):
        change_agreement(match=match, by=match.mentor, text="New.", at=now)

    assert Match.objects.get().agreement == match.agreement


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.SIGNING}))
def test_only_a_match_that_waits_for_it_is_signed(state, now):
    match = MatchFactory(state=state)
    Signature.objects.all().delete()

    with pytest.raises(TransitionNotAllowed):
        sign_agreement(match=match, by=match.mentor, at=now)


def test_agreement_is_read_and_signed_on_its_page(client, match):
    SignatureFactory(match=match, user=match.mentor)
    client.force_login(match.mentee)
    address = reverse("mentoring:agreement", args=[match.pk])

    page = client.get(address)
    response = client.post(address, {"seen": match.agreement_hash})

    assert match.agreement_hash.encode() in page.content
    assert response.url == match.get_absolute_url()
    assert Match.objects.get().state == MatchState.ACTIVE


def test_agreement_page_shows_the_new_text_instead_of_signing_it(client, match, now):
    change_agreement(match=match, by=match.mentor, text="Quite another text.", at=now)
    client.force_login(match.mentee)

    response = client.post(
        reverse("mentoring:agreement", args=[match.pk]), {"seen": match.agreement_hash}
    )

    assert response.status_code == 200
    assert b"Quite another text." in response.content
    assert b"was changed while you read it" in response.content
    assert not Signature.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 5_001, "a\x00b"])
def test_agreement_edit_keeps_bad_input(client, match, text):
    client.force_login(match.mentor)

    response = client.post(
        reverse("mentoring:agreement_edit", args=[match.pk]), {"agreement": text}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["agreement"]
    assert Match.objects.get().agreement == match.agreement


def test_agreement_edit_cleans_what_it_shows(client, match):
    client.force_login(match.mentor)

    client.post(
        reverse("mentoring:agreement_edit", args=[match.pk]),
        {"agreement": "<script>alert(1)</script> 50% שלום 🙂"},
    )

    page = client.get(reverse("mentoring:agreement", args=[match.pk]))
    assert b"<script>alert" not in page.content
    assert "שלום 🙂".encode() in page.content


def test_agreement_is_hidden_from_strangers(client, match):
    client.force_login(UserFactory())

    for view in ("agreement", "agreement_edit"):
        assert client.get(reverse(f"mentoring:{view}", args=[match.pk])).status_code == 404
