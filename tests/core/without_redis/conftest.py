"""Redis on a port that refuses, one that hangs, and one of a test's own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from redis import Redis
from redis.exceptions import RedisError

import config.celery
from tests.ports import free_port

REDIS = shutil.which("redis-server")


@pytest.fixture
def refusing() -> Iterator[int]:
    """A port where nothing listens."""
    return free_port()


@pytest.fixture
def hanging() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


@pytest.fixture
def redis_on(tmp_path) -> Iterator[Callable[[int], "subprocess.Popen[bytes]"]]:
    """Start a Redis of this test's own on a port."""
    if REDIS is None:
        pytest.skip("There is no redis-server: apt-get install redis-server")
    started = []

    def start(port: int) -> "subprocess.Popen[bytes]":
        command = [REDIS, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        started.append(server)
        for _try in range(100):
            try:
                Redis(port=port).ping()
            except RedisError:
                time.sleep(0.05)
        return server

    yield start
    for server in started:
        server.kill()
        server.wait()


@pytest.fixture
def use_redis(settings, monkeypatch) -> Iterator[Callable[[int], None]]:
    """Let cache and queue be the Redis on this port."""
    app = config.celery.app
    before = (app.conf.broker_url, app.conf.task_always_eager)

    def use(port: int) -> None:
        address = f"redis://127.0.0.1:{port}/0"
        settings.CACHES = {
            "default": {
                "BACKEND": "core.operation.redis_cache.OptionalRedisCache",
                "LOCATION": address,
            }
        }
        app.conf.broker_url = app.conf.broker_write_url = address
        app.conf.task_always_eager = False

    yield use
    app.conf.broker_url, app.conf.task_always_eager = before
    app.conf.broker_write_url = before[0]


@pytest.fixture(params=["refusing", "hanging"])
def without_redis(request, use_redis) -> int:
    port = request.getfixturevalue(request.param)
    use_redis(port)
    return port
