"""The connection to the mail server, and what its answers mean for a mail.

RFC 5321, 4.2.1: a code of 4xx refuses for now, one of 5xx for good.
"""

from functools import cache
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from core.operation.outages import Outage

# The seconds for which each process leaves a server alone that did not answer.
PAUSE = 30.0
_CLOSING = 421
# The server refuses the size that was announced with the sender (RFC 1870).
_TOO_LARGE = 552


class MailNotTaken(Exception):
    """The server did not take a mail; the text says why."""


class RefusedForGood(MailNotTaken):
    """The server will never take this mail: its recipient or its content is refused."""


class RefusedForNow(MailNotTaken):
    """The server may take this mail later, and takes others now."""


class ServerAway(MailNotTaken):
    """The server takes no mail of ours now: it does not answer, or refuses us."""


class MailServer:
    """One connection to the mail server, for some mails one after the other. It is opened by the first one."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._taken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over and return once the server has taken it. Raises ``MailNotTaken``."""
        mail.connection = self._backend
        try:
            # It stays open for the next mail, until the end of the block.
            self._backend.open()
            mail.send()
        except (SMTPException, OSError) as error:
            refusal = _judged(error)
            if not isinstance(refusal, ServerAway):
                raise refusal from error
            self._close()
            if not self._taken:
                mail_outage().begin(error)
                raise refusal from error
            # Many servers take only some mails over one connection: the next one goes over another.
            self._taken = 0
            if not _has_said_goodbye(error):
                raise RefusedForNow(str(refusal)) from error
            self.send(mail)
            return
        self._taken += 1
        mail_outage().end()

    def _close(self) -> None:
        """Close the connection, however it is."""
        try:
            self._backend.close()
        except (SMTPException, OSError):
            # What was sent is known already; the server only did not say goodbye.
            self._backend.connection = None


def _judged(error: Exception) -> MailNotTaken:
    words = str(error) or type(error).__name__
    codes = _codes_of(error)
    is_of_this_mail = (
        isinstance(error, SMTPRecipientsRefused | SMTPDataError) or _TOO_LARGE in codes
    )
    if isinstance(error, SMTPNotSupportedError):
        # The address has letters that this server does not know.
        return RefusedForGood(words)
    if not is_of_this_mail or _has_said_goodbye(error):
        return ServerAway(words)
    return RefusedForGood(words) if min(codes, default=0) >= 500 else RefusedForNow(words)


def _has_said_goodbye(error: Exception) -> bool:
    """Tell whether the server answered that it closes the connection, and so has not taken the mail."""
    return _CLOSING in _codes_of(error)


def _codes_of(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def mail_outage() -> Outage:
    """Return what this process knows of the mail server that is configured."""
    return _outage_of(settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT)


@cache
def _outage_of(backend: str, host: str, port: int) -> Outage:
    return Outage(f"The mail server {host}:{port}", pause=PAUSE)
