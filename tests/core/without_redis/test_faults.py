"""Which errors of Redis mean that it is away, and which are faults of ours."""

import kombu.exceptions
import pytest
from django.core.cache import cache
from redis import Redis, exceptions

from core.background.task_queue import waiting_tasks
from core.operation.outages import is_away, outage_of
from library.tasks import forget_reader
from tests.ports import free_port

pytestmark = pytest.mark.django_db


def caused_by(cause: Exception) -> Exception:
    """Return the error that the queue makes of one of Redis."""
    error = kombu.exceptions.OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        exceptions.ConnectionError("refused"),
        exceptions.TimeoutError("too slow"),
        exceptions.BusyLoadingError("Redis is loading the dataset in memory"),
        exceptions.ReadOnlyError("You can't write against a read only replica."),
        exceptions.OutOfMemoryError("command not allowed when used memory > 'maxmemory'."),
        exceptions.ResponseError("MISCONF Redis is configured to save RDB snapshots"),
        ConnectionResetError("reset"),
        kombu.exceptions.LimitExceeded(),
        caused_by(exceptions.ConnectionError("refused")),
    ],
)
def test_a_server_that_does_not_serve_now_is_away(error):
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        exceptions.ResponseError(
            "WRONGTYPE Operation against a key holding the wrong kind of value"
        ),
        exceptions.DataError("Invalid input of type: 'object'."),
        exceptions.NoPermissionError("this user has no permissions to run the 'get' command"),
        kombu.exceptions.EncodeError("Object of type object is not JSON serializable"),
        caused_by(exceptions.ResponseError("WRONGTYPE")),
    ],
)
def test_a_fault_of_ours_is_no_outage(error):
    assert not is_away(error)


def test_a_value_of_another_type_is_raised_and_the_cache_goes_on(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)
    Redis(port=port).lpush(":1:list", "x")

    with pytest.raises(exceptions.ResponseError):
        cache.get("list")
    cache.set("next", 1)

    assert Redis(port=port).exists(":1:next")
    assert not outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_full_redis_is_replaced_by_the_memory_of_the_process(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)
    Redis(port=port).config_set("maxmemory", "1")

    cache.set("x", 1)

    assert cache.get("x") == 1
    assert outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_task_that_cannot_be_queued_by_a_fault_of_ours_is_raised(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)

    with pytest.raises(kombu.exceptions.EncodeError):
        forget_reader.delay(user_id=object())
    Redis(port=port).set("celery", "no list")
    with pytest.raises((kombu.exceptions.OperationalError, exceptions.ResponseError)):
        forget_reader.delay(user_id=1)

    assert not outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_queue_of_another_type_is_raised(redis_on, settings):
    port = free_port()
    redis_on(port)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    Redis(port=port).set("celery", "no list")

    with pytest.raises(exceptions.ResponseError):
        waiting_tasks()
