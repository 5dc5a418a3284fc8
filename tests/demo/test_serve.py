"""``make run`` before anything is prepared: what it says of ports."""

import socket
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from demo.management.commands import serve
from demo.management.commands.serve import Pages
from tests.core.web.test_charsets import ask


def test_a_taken_port_says_so_and_names_a_free_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError) as refusal:
            call_command("serve", port=port)

        said = str(refusal.value)
        free = int(said.rpartition("PORT=")[2].removesuffix(" make run"))
        assert said.startswith(f"Port {port} is taken.")
        assert free > port
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", free))


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_says_so(port):
    with pytest.raises(CommandError, match=f"{port} is no port"):
        call_command("serve", port=port)


def test_what_is_served_refuses_another_charset_as_production_does():
    application = Pages(8000).load()

    status = ask(
        "application/x-www-form-urlencoded; charset=utf-16",
        method="POST",
        body=b"a=b",
        application=application,
    )

    assert status == "400 Bad Request"


def test_a_damaged_file_of_the_scheduled_jobs_does_not_keep_them_from_starting(settings, tmp_path):
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "beat-schedule")
    for name in ("beat-schedule", "beat-schedule.db", "praxis.sqlite3"):
        (tmp_path / name).write_bytes(b"half")

    serve.forget_when_jobs_ran()
    serve.forget_when_jobs_ran()

    assert [path.name for path in tmp_path.iterdir()] == ["praxis.sqlite3"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a pool")
@pytest.mark.django_db(transaction=True)
def test_no_copy_of_the_process_inherits_a_connection_of_the_pool(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 2})
    connection.ensure_connection()
    assert connection.alias in connection._connection_pools
    left = []

    def copy(**_what):
        left.extend(connection._connection_pools)
        raise InterruptedError

    monkeypatch.setattr(serve, "get_context", lambda _way: SimpleNamespace(Process=copy))

    with pytest.raises(InterruptedError):
        serve.run_until_stopped(8000)

    assert left == []
