"""Who answers recommendations for whom: asked for, confirmed by an editor, ended, and told."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.indicators import PlaceFactory
from demo.factories.recommendations import (
    RecommendationFactory,
    RepresentationFactory,
    RespondentFactory,
)
from library.recommendations.models import Representation
from library.recommendations.states import RepresentationState
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def page_of(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def test_somebody_asks_to_answer_and_an_editor_confirms(client, editor):
    user = UserFactory()
    client.force_login(user)
    words = {"form_key": str(uuid4()), "organisation": "Luton Council", "grounds": "Ask the clerk."}
    for _click in range(2):
        client.post(page_of("representation_new"), words)
    [asked] = Representation.objects.all()
    twice = client.post(page_of("representation_new"), {**words, "form_key": str(uuid4())})
    assert "or have asked to" in str(twice.context["form"].non_field_errors())
    assert (
        client.post(page_of("representation_detail", asked.pk), {"confirm": "1"}).status_code == 403
    )

    client.force_login(editor)
    assert "Luton Council" in client.get(page_of("representation_list")).content.decode()
    decide = page_of("representation_detail", asked.pk)
    refused = client.post(decide, {"decline": "1", "answer": ""})
    assert list(refused.context["form"].errors) == ["answer"]
    for _click in range(2):
        assert client.post(decide, {"confirm": "1", "answer": ""}).status_code == 302
    assert Notification.objects.get().recipient == user

    client.force_login(user)
    made = RecommendationFactory()
    assert client.get(page_of("response_new", made.reference)).status_code == 200
    for _click in range(2):
        assert client.post(page_of("representation_end", asked.pk)).status_code == 302
    assert client.get(page_of("response_new", made.reference)).status_code == 302


def test_who_answers_for_somebody_is_told_when_an_editor_ends_it_and_not_when_they_do(
    client, editor
):
    ended, left = RepresentationFactory(), RepresentationFactory()
    client.post(page_of("representation_end", ended.pk))
    client.force_login(left.user)
    client.post(page_of("representation_end", left.pk))

    [told] = Notification.objects.all()

    assert (told.recipient, told.kind) == (ended.user, "library.representation_ended")
    client.force_login(ended.user)
    assert str(ended.respondent) in client.get("/inbox/").content.decode()


def test_who_has_asked_already_is_told_so_instead_of_asked_again(client):
    asked = RepresentationFactory(state=RepresentationState.OPEN)
    client.force_login(asked.user)
    recommendation = RecommendationFactory()

    page = client.get(page_of("response_new", recommendation.reference), follow=True)

    assert f"to answer for {asked.respondent}" in page.content.decode()
    assert asked.get_absolute_url() in page.content.decode()


def test_nobody_confirms_their_own_request(client, editor):
    own = RepresentationFactory(user=editor, state=RepresentationState.OPEN)

    answer = client.post(page_of("representation_detail", own.pk), {"confirm": "1", "answer": ""})

    own.refresh_from_db()
    assert (answer.status_code, own.state) == (200, RepresentationState.OPEN)
    assert "Another editor" in str(answer.context["form"].non_field_errors())


def test_a_request_for_nobody_is_refused(client):
    client.force_login(UserFactory())

    answer = client.post(page_of("representation_new"), {"organisation": " ", "grounds": "x"})

    assert list(answer.context["form"].errors) == ["organisation"]


def test_one_body_is_one_respondent_whatever_its_spelling():
    place = PlaceFactory(code="luton", name="Luton")

    assert RespondentFactory(organisation="Luton  Council") == RespondentFactory(
        organisation="luton council"
    )
    assert RespondentFactory(organisation="", place=place) == RespondentFactory(
        organisation="", place=place
    )
    assert RespondentFactory(organisation="Luton Council", place=place) != RespondentFactory(
        organisation="Luton Council"
    )


def test_a_request_that_waits_says_so_and_is_withdrawn_by_its_own_button(client, editor):
    asked = RepresentationFactory(state=RepresentationState.OPEN)
    client.force_login(asked.user)

    page = client.get(asked.get_absolute_url()).content.decode()
    address = page_of("representation_withdraw", asked.pk)
    gone = [client.post(address, follow=True).content.decode() for _click in range(2)]

    assert f"{asked.user} asked to answer for {asked.respondent}" in page
    assert f"{asked.user} answers for" not in page
    assert "Withdraw the request" in page
    assert address in page
    assert "The person can no longer answer" not in page
    for told in gone:
        assert "Request withdrawn." in told
        assert "Everything recorded stays." not in told


def test_a_request_is_withdrawn_by_its_asker_alone_and_a_confirmed_role_is_not_a_request(
    client, editor
):
    """An editor read "Request withdrawn." of somebody else's, and ended in the same click what another had just confirmed."""
    asked = RepresentationFactory(state=RepresentationState.OPEN)
    confirmed = RepresentationFactory()

    by_editor = [
        client.post(page_of(name, asked.pk)).status_code
        for name in ("representation_end", "representation_withdraw")
    ]
    client.force_login(confirmed.user)
    late = client.post(page_of("representation_withdraw", confirmed.pk))
    ended = [
        client.post(page_of("representation_end", confirmed.pk), follow=True).content.decode()
        for _click in range(2)
    ]

    asked.refresh_from_db()
    confirmed.refresh_from_db()
    assert by_editor == [409, 404]
    assert late.status_code == 409
    assert "The status is now “Confirmed”" in late.content.decode()
    assert (asked.state, confirmed.state) == (RepresentationState.OPEN, RepresentationState.ENDED)
    for told in ended:
        assert "Ended. Everything recorded stays." in told


def test_editors_decide_on_a_request_and_end_what_was_confirmed(client, editor):
    asked, confirmed = (
        RepresentationFactory(state=RepresentationState.OPEN),
        RepresentationFactory(),
    )
    client.force_login(editor)

    waiting = client.get(asked.get_absolute_url()).content.decode()
    running = client.get(confirmed.get_absolute_url()).content.decode()

    assert ("Decide" in waiting, page_of("representation_end", asked.pk) in waiting) == (
        True,
        False,
    )
    assert "The person can no longer answer for it." in running
    assert f"{confirmed.user} answers for {confirmed.respondent}" in running
