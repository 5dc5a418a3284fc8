"""Refusing requests in other charsets than UTF-8."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def only_utf8(application: Application) -> Application:
    """Answer 400 to a request that names another charset in its ``Content-Type``.

    Django believes the name while it makes the request, before any middleware could catch what follows:
    ``hex`` is no text at all, ``idna`` takes seconds. Browsers send UTF-8, as our pages are written in it.
    """

    def guarded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if is_utf8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        body = b"Send text in UTF-8.\n"
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ]
        start_response("400 Bad Request", headers)
        return [body]

    return guarded


def is_utf8(content_type: str) -> bool:
    """Tell whether Django would read a request of this ``Content-Type`` as UTF-8."""
    try:
        _type, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name == "utf-8"
    except (LookupError, ValueError):
        return False
