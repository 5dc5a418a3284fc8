"""``make run`` before anything is prepared: what it says of ports."""

import socket

import pytest
from django.core.management import CommandError, call_command

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
