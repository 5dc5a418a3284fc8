"""Fixtures of the courses' tests."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import UserFactory


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Sign someone in, past the first request of a session, which writes that session down."""

    def enter(user: User) -> Client:
        client.force_login(user)
        client.get(reverse("core:health_live"))
        return client

    return enter


@pytest.fixture
def author(client):
    """A facilitator, signed in."""
    user = UserFactory(roles=[Role.FACILITATOR])
    client.force_login(user)
    return user
