"""What the tests of the newsletter start from."""

import datetime as dt

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.newsletters import IssueFactory

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


@pytest.fixture
def now(time_machine):
    """Stop the clock on a Monday morning."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def editor(db):
    return UserFactory(full_name="Ines Editor", email="ines@example.org", roles=[Role.EDITOR])


@pytest.fixture
def administrator(db):
    return UserFactory(full_name="Ada Admin", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def desk(client, editor):
    """Return the browser of an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def draft(editor):
    return IssueFactory(created_by=editor, title="What is new in March")
