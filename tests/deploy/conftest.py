"""Fixtures of the tests that start the site as it is deployed."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture(scope="module")
def on_this_database(django_db_setup: None) -> Iterator[None]:
    """Processes that are started now use the database of the tests."""
    place = connection.settings_dict
    address = f"sqlite:///{place['NAME']}"
    if connection.vendor == "postgresql":
        login = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
        address = f"postgres://{login}/{place['NAME']}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", address)
        patch.setenv("SECRET_KEY", settings.SECRET_KEY)
        patch.setenv("ALLOWED_HOSTS", "127.0.0.1")
        patch.delenv("REDIS_URL", raising=False)
        yield
