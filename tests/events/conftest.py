"""What the tests of events start from."""

import datetime as dt

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from tests.shared import shared

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


@pytest.fixture
def now(time_machine):
    """Stop the clock on a Monday morning."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@shared
def facilitator():
    return UserFactory(full_name="Ruth Host", roles=[Role.FACILITATOR])
