"""Kinds that only these tests declare."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from notifications.kinds import Channel, Kind
from notifications.mail_server import mail_outage

_HAPPENED = Kind(
    "test.happened",
    group="networks",
    title="%(actor)s wrote in %(target)s",
    why="you follow it.",
    channel=Channel.MAIL,
)
_NEEDED = Kind(
    "test.needed",
    group="networks",
    title="%(target)s needs you",
    why="it is yours.",
    channel=Channel.MAIL,
    can_be_off=False,
)
_QUIET = Kind("test.quiet", group="networks", title="%(target)s is new", why="you asked.")


@pytest.fixture
def kinds() -> SimpleNamespace:
    return SimpleNamespace(happened=_HAPPENED, needed=_NEEDED, quiet=_QUIET)


@pytest.fixture(autouse=True)
def _the_server_is_asked_again() -> Iterator[None]:
    """What one test found of the mail server is not known to the next one."""
    yield
    mail_outage().end()
