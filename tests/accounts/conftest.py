"""Fixtures of the tests of accounts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.opening import open_account
from accounts.models import User


@pytest.fixture
def ada(db: None) -> User:
    """A member with a password, as the real ones are: not of the demo."""
    return open_account(
        email="ada@example.org", full_name="Ada Okafor", password="correct horse battery"
    )


@pytest.fixture
def ada_client(ada: User, client: Client) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """Count the queries that a page takes."""

    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
        return len(context)

    return count


@pytest.fixture
def just_before() -> Callable[[Model], AbstractContextManager[None]]:
    """Somebody else's row, stored between the check of ours and its saving: at the first savepoint."""

    def store(row: Model) -> AbstractContextManager[None]:
        def be_quicker(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith("SAVEPOINT") and row.pk is None:
                type(row)._base_manager.bulk_create([row])
            return execute(sql, params, many, context)

        return connection.execute_wrapper(be_quicker)

    return store
