"""One check of an address on the web: a HEAD, and a GET where the server knows no HEAD. Nothing of the body is read.

When a link counts as broken is decided in ``LinkCheckQuerySet.broken``.
"""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from library.curation.links.public_addresses import is_public
from library.curation.models.links import LinkState

_SECONDS = 10
# No check takes longer, however slowly the server answers.
_MOST_SECONDS = 20
_MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
# The page exists for people: programs are kept out, asked to sign in, or told to come later.
_GUARDED = {401, 402, 403, 405, 406, 407, 418, 429, 451, 999}
_GONE = {404, 410}
_MOVED = {301, 302, 303, 307, 308}
_NO_HEAD = {400, 403, 404, 405, 406, 500, 501}


@dataclass(frozen=True)
class Reach:
    """What a check may reach: which network addresses, and whether only the standard ports."""

    is_allowed: Callable[[str], bool] = is_public
    only_usual_ports: bool = True


THE_PUBLIC_WEB = Reach()


@dataclass(frozen=True)
class LinkAnswer:
    """The result of a check, as a state and in words for editors."""

    state: LinkState
    words: str = ""


class _Refused(Exception):
    """An address is not opened; the text says why."""


class _NoAnswer(Exception):
    """No answer came; the text says what happened."""


def check_address(url: str, *, reach: Reach = THE_PUBLIC_WEB) -> LinkAnswer:
    """Check whether the address answers, following at most five redirects, each within 20 s.

    Only ``http`` and ``https`` on their own ports are opened, and only when every number that the name stands
    for is public, as far as ``reach`` says. The connection goes to the very number that was checked, so that a name which
    changes its number in between gains nothing. Raises nothing.
    """
    try:
        return _followed(url, reach)
    except _Refused as refusal:
        return LinkAnswer(LinkState.REFUSED, str(refusal))
    except _NoAnswer as silence:
        return LinkAnswer(LinkState.FAILING, str(silence))


def _followed(url: str, reach: Reach) -> LinkAnswer:
    for _redirect in range(_MOST_REDIRECTS + 1):
        status, moved_to = _answer_of(url, reach)
        if status not in _MOVED or not moved_to:
            return _judged(status)
        url = urljoin(url, moved_to)
    return LinkAnswer(LinkState.GONE, _("It redirects in an endless loop."))


def _answer_of(url: str, reach: Reach) -> tuple[int, str]:
    status, moved_to = _request("HEAD", url, reach)
    return _request("GET", url, reach) if status in _NO_HEAD else (status, moved_to)


def _judged(status: int) -> LinkAnswer:
    words = _("The server answers %(status)s.") % {"status": status}
    if status in _GONE:
        return LinkAnswer(LinkState.GONE, words)
    if status in _GUARDED:
        return LinkAnswer(LinkState.GUARDED, words)
    return LinkAnswer(LinkState.WORKS if 200 <= status < 400 else LinkState.FAILING, words)


class _Connection(HTTPConnection):
    """A connection to a number that was checked, for the name that the address has."""

    def __init__(self, host: str, port: int, *, number: str, is_secure: bool) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self.default_port = _PORTS["https" if is_secure else "http"]
        self._number = number
        self._is_secure = is_secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        if self._is_secure:
            # The greeting is a step of its own, so that it can be cut as well.
            secured = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = secured
            secured.do_handshake()

    def cut(self) -> None:
        """Close the connection from another thread, whatever it waits for."""
        # The connection may have ended by itself in the same moment.
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


def _request(method: str, url: str, reach: Reach) -> tuple[int, str]:
    parts, host, port = _place(url, reach)
    number = _number_of(host, port, reach)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Connection(host, port, number=number, is_secure=parts.scheme == "https")
    timer = threading.Timer(_MOST_SECONDS, connection.cut)
    timer.daemon = True
    with closing(connection):
        timer.start()
        try:
            # Paths in other scripts are written as browsers send them.
            connection.request(method, _ascii(path), headers=_headers())
            response = connection.getresponse()
            return response.status, response.getheader("Location", "") or ""
        except ssl.SSLError as error:
            words = {"why": getattr(error, "reason", "") or error.__class__.__name__}
            raise _NoAnswer(_("The connection is not secure: %(why)s.") % words) from error
        except TimeoutError as error:
            raise _NoAnswer(_("It did not answer in time.")) from error
        except (OSError, HTTPException, ValueError) as error:
            words = {"why": error.__class__.__name__}
            raise _NoAnswer(_("No connection could be made: %(why)s.") % words) from error
        finally:
            timer.cancel()


def _headers() -> dict[str, str]:
    name = f"Praxis link check (+{settings.SITE_URL})"
    return {"User-Agent": name, "Accept": "*/*", "Connection": "close"}


def _place(url: str, reach: Reach) -> tuple[SplitResult, str, int]:
    """Return the address in its parts, the name of its server as the network knows it, and the port."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise _Refused(_("This is not a web address.")) from error
    if parts.scheme not in _PORTS or not host:
        raise _Refused(_("We only open addresses that start with http:// or https://."))
    if parts.username or parts.password:
        raise _Refused(_("We do not open addresses that contain a name and a password."))
    usual = _PORTS[parts.scheme]
    if reach.only_usual_ports and port not in (None, usual):
        raise _Refused(_("We only open the usual web ports."))
    return parts, host, usual if port is None else port


def _number_of(host: str, port: int, reach: Reach) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _NoAnswer(_("There is no server with this name.")) from error
    numbers = [str(each[4][0]) for each in found]
    if not numbers or not all(reach.is_allowed(number) for number in numbers):
        raise _Refused(_("It points to a private network."))
    return numbers[0]


def _ascii(path: str) -> str:
    return quote(path, safe="/?[]@!$&'()*+,;=%-._~:")
