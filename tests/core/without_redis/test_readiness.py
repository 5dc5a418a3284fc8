"""Readiness tells what is away, and whether the site serves."""

from unittest.mock import Mock

import pytest
from django.db import OperationalError

from tests.ports import free_port

pytestmark = pytest.mark.django_db


def test_readiness_tells_that_redis_is_away_and_that_the_site_serves(client, without_redis):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready with limits",
        "servers": {
            "database": {"is_up": True, "stops_service": True},
            "redis": {
                "is_up": False,
                "stops_service": False,
                "without_it": "Limits on requests count in each process; mail and other background work wait.",
            },
        },
    }


def test_readiness_tells_that_all_is_up(client, redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)

    up = {"is_up": True}
    assert client.get("/health/ready").json() == {
        "status": "ready",
        "servers": {
            "database": {**up, "stops_service": True},
            "redis": {**up, "stops_service": False},
        },
    }


def test_readiness_tells_that_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(
        "core.operation.health.connection",
        Mock(pool=None, cursor=Mock(side_effect=OperationalError("gone"))),
    )

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "servers": {
            "database": {
                "is_up": False,
                "stops_service": True,
                "without_it": "No page is served.",
            }
        },
    }
