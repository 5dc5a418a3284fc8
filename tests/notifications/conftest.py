"""Kinds that only these tests declare."""

from types import SimpleNamespace

import pytest

from notifications.kinds import Channel, Kind

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
