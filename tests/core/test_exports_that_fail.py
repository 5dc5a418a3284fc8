"""An export that fails half-way is an error page, never a cut file that looks whole."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def errors_are_answered(client):
    client.raise_request_exception = False


def breaks_after(count):
    """A function that fails when it is called once too often."""
    left = [count]

    def call(row):
        left[0] -= 1
        if left[0] < 0:
            raise KeyError("x")
        return row

    return call


@pytest.mark.parametrize(
    ("name", "args"),
    [("library:finder_export", ["csv"]), ("library:gap_export", []), ("library:usage_export", [])],
)
def test_a_table_that_fails_half_way_is_an_error_page(client, monkeypatch, name, args):
    RecordFactory.create_batch(3)
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    monkeypatch.setattr("core.files.spreadsheets.escape_formula", breaks_after(3))

    answer = client.get(reverse(name, args=args))

    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
