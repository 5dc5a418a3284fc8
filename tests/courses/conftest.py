"""Fixtures of the courses' tests."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from courses.models import Course
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from tests.shared import shared


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Sign someone in, past the first request of a session, which writes that session down."""

    def enter(user: User) -> Client:
        client.force_login(user)
        client.get(reverse("core:health_live"))
        return client

    return enter


@shared
def writer() -> User:
    """A facilitator of courses."""
    return UserFactory(roles=[Role.FACILITATOR])


@shared
def draft(writer) -> Course:
    """A draft of one text, by this facilitator."""
    return CourseFactory(is_published=False, by=writer, texts=1)


@pytest.fixture
def author(client, writer) -> User:
    """The same facilitator, signed in."""
    client.force_login(writer)
    return writer
