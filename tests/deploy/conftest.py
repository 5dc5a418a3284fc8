"""Fixtures of the tests that start the site as it is deployed."""

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def on_this_database(monkeypatch) -> None:
    """Processes that are started now use the database of this test."""
    place = connection.settings_dict
    if connection.vendor == "postgresql":
        login = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
        monkeypatch.setenv("DATABASE_URL", f"postgres://{login}/{place['NAME']}")
    else:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place['NAME']}")
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    monkeypatch.setenv("ALLOWED_HOSTS", "127.0.0.1")
    monkeypatch.delenv("REDIS_URL", raising=False)
