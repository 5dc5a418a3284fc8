"""Tokens that are made, used and revoked at the same moment."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.actions import MOST_TOKENS, TooManyTokens, make_token, revoke_token
from api.models import Token
from api.token_text import new_token_text
from demo.factories.accounts import UserFactory
from demo.factories.api import TokenFactory
from notifications.models import Notification
from tests.at_once import at_once, clicks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
NEW = {"name": "Study", "scopes": ["library:read"], "days": "90"}


def test_clicks_at_once_make_one_token_and_all_are_answered():
    person = UserFactory()

    answers = clicks(person, reverse("api:token_new"), NEW | {"form_key": str(uuid.uuid4())})

    assert answers == [200] * 3
    assert Token.objects.count() == Notification.objects.count() == 1


def test_of_tokens_made_at_once_only_as_many_work_as_one_may_have():
    person = UserFactory()
    TokenFactory.create_batch(MOST_TOKENS - 1, person=person)

    def make() -> object:
        return make_token(
            person=person,
            name="Study",
            scopes=["library:read"],
            days=30,
            key=uuid.uuid4(),
            at=timezone.now(),
        )

    results = at_once(*[make] * 4)

    assert sum(isinstance(result, TooManyTokens) for result in results) == 3
    assert Token.objects.filter(person=person).count() == MOST_TOKENS


def test_a_token_revoked_at_once_by_several_is_revoked_once():
    person, token = UserFactory(), TokenFactory()
    others = UserFactory.create_batch(2)

    def revoke_as(by: object) -> bool:
        return revoke_token(token=token, by=by, at=timezone.now())

    results = at_once(*(lambda by=by: revoke_as(by) for by in (person, *others)))

    assert sorted(results) == [False, False, True]
    assert Notification.objects.count() == 1


def test_a_token_that_is_used_at_once_is_answered_each_time():
    secret = new_token_text()
    TokenFactory(secret=secret)

    def ask() -> int:
        return (
            Client()
            .get("/api/v1/records/", headers={"Authorization": f"Bearer {secret}"})
            .status_code
        )

    assert at_once(*[ask] * 6) == [200] * 6
    assert Token.objects.get().last_used_on == timezone.localdate()
