"""Sending a part of a file: players ask for the part that they show, and jump to another one."""

import re
from typing import Any

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

_RANGE = re.compile(r"bytes=(?P<first>\d{0,15})-(?P<last>\d{0,15})")


def send_part(request: HttpRequest, file: File[Any], *, media_type: str) -> HttpResponseBase:
    """Answer with the part of the file that the request asks for, or with all of it. Permission is the view's work."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not (asked["first"] or asked["last"]):
        answer: HttpResponseBase = FileResponse(file, content_type=media_type)
        answer["Accept-Ranges"] = "bytes"
        return answer
    size = file.size
    if asked["first"]:
        first, last = int(asked["first"]), min(int(asked["last"] or size), size - 1)
    else:
        first, last = max(0, size - int(asked["last"])), size - 1
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = FileResponse(_Part(file, first, last), status=206, content_type=media_type)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    return answer


class _Part:
    """A part of a file, read from its first byte to its last one."""

    def __init__(self, file: File[Any], first: int, last: int) -> None:
        self._file = file
        self._left = last - first + 1
        file.seek(first)

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
