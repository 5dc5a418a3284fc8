"""Kinds that only these tests declare."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from benchmarks.mail_sink import MailSink, Session, mail_sink
from notifications.delivery.mail_server import mail_outage
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


@pytest.fixture(autouse=True)
def _the_server_is_asked_again() -> Iterator[None]:
    """What one test found of the mail server is not known to the next one."""
    yield
    mail_outage().end()


@pytest.fixture
def mail_server(settings) -> Iterator[Callable[..., MailSink]]:
    """Start a real mail server on 127.0.0.1 that answers as told, and let Praxis send its mail there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with ExitStack() as stack:

        def start(session: type[Session] = Session, *, seconds: int = 10) -> MailSink:
            server = stack.enter_context(mail_sink(session))
            settings.EMAIL_PORT = server.port
            settings.EMAIL_TIMEOUT = seconds
            return server

        yield start
        mail_outage().end()
