"""Requests whose body ended early: refused whole, as half a form or half a file looks like all of it."""

import io
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_header_parameters

# What may stand after the last boundary of a form with files: browsers write a line break.
_MOST_AFTER_THE_END = 1024


class WholeBody(io.IOBase):
    """The body of a request, which raises ``OSError`` where it ends before what its headers announce.

    ``end`` is what a form with files ends with; nothing for other bodies.
    """

    def __init__(self, stream: Any, length: int, end: bytes) -> None:
        self._stream, self._left, self._end = stream, length, end
        self._last = b""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that is left."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        pieces = []
        while wanted > 0:
            piece = self._stream.read(wanted)
            pieces.append(self._count(piece))
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read to the end of a line."""
        if not self._left:
            return b""
        return self._count(self._stream.readline(-1 if size is None else size))

    def _count(self, piece: bytes) -> bytes:
        if not piece:
            raise OSError(f"The body ended {self._left} bytes early.")
        self._left -= len(piece)
        if self._end:
            self._last = (self._last + piece)[-_MOST_AFTER_THE_END - len(self._end) :]
            if not self._left and self._end not in self._last:
                raise OSError("The form with files has no end.")
        return piece


def _length_of(request: HttpRequest) -> int:
    """Return the announced length of the body; 0 where it is no number, as Django takes it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class WholeBodyMiddleware:
    """Answers 400 to a form or file that did not arrive whole, before any view sees a part of it.

    A line that breaks while a form is sent ends its body early. Django takes what came: a text is cut, a file is
    left out, and the rest is saved. It stands before the check of forms (CSRF), which reads them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        length = _length_of(request)
        if length > 0:
            # Django keeps its reader of the body here, and has no other way to put one's own before it.
            request._stream = WholeBody(request._stream, length, _end_of_form(request))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if request.method != "POST":
            return None
        try:
            request.POST  # noqa: B018  (reading it is what shows whether all of it came)
        except UnreadablePostError as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UnreadablePostError):
            return None
        return render(request, "400.html", {"has_ended_early": True}, status=400)


def _end_of_form(request: HttpRequest) -> bytes:
    kind, parameters = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    boundary = parameters.get("boundary", "") if kind == "multipart/form-data" else ""
    return f"--{boundary}--".encode("latin-1", "replace") if boundary else b""
