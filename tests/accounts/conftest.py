"""Fixtures of the tests of accounts."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
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
def just_before() -> Callable[[Model], AbstractContextManager[None]]:
    """Somebody else's row, stored between the check of ours and its saving: at the first savepoint."""

    def store(row: Model) -> AbstractContextManager[None]:
        def be_quicker(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith("SAVEPOINT") and row.pk is None:
                type(row)._base_manager.bulk_create([row])
            return execute(sql, params, many, context)

        return connection.execute_wrapper(be_quicker)

    return store


@pytest.fixture
def work_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], list[str]]:
    """Return the work that an act is: the hashes of passwords, and the statements without their values.

    How savepoints end is left out, for what is taken back is work as well; names that a connection counts up
    are left out of statements.
    """
    hasher = type(get_hasher())
    encode = hasher.encode
    ends = ("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")

    def work(act: Callable[[], Any]) -> list[str]:
        done: list[str] = []

        def count(*given: Any, **named: Any) -> str:
            done.append("hash of a password")
            return encode(*given, **named)

        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
            patch.setattr(hasher, "encode", count)
            act()
        statements = [query["sql"] for query in queries if not query["sql"].startswith(ends)]
        values = re.compile(r"(?:'[^']*'|\b\d+\b|\bNULL\b)(?:::\w+)?|\"_django_curs_\w+\"")
        without = [values.sub("?", statement) for statement in statements]
        return done + [re.sub(r"(?<=SAVEPOINT ).*", "", statement) for statement in without]

    return work
