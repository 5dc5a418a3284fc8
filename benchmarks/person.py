"""Somebody with a browser: keeps cookies, opens pages, sends their forms."""

import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from http.cookiejar import Cookie, CookieJar

# What every form of ours sends besides what people fill in.
_HIDDEN = re.compile(
    r'<input type="hidden" name="(csrfmiddlewaretoken|form_key)"[^>]*? value="([^"]*)"'
)
PATIENCE = 60


class Person:
    """One visitor of the server at this port of this machine."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._address = f"http://127.0.0.1:{port}"
        jar = CookieJar()
        if cookie:
            jar.set_cookie(_of_this_machine(cookie))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def open(self, path: str) -> str:
        """Return the text of a page. Raises ``OSError`` when it is not answered with 200."""
        with self._opener.open(self._address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def send(
        self, path: str, words: Mapping[str, str], file: tuple[str, str, bytes] | None = None
    ) -> tuple[int, str]:
        """Open the form at ``path``, send it with these words, and return status and text of the last page.

        ``file`` is the name of a field, of a file, and its content. Raises ``OSError`` when nothing answers.
        """
        hidden = dict(_HIDDEN.findall(self.open(path)))
        boundary = uuid.uuid4().hex
        body = _multipart(boundary, {**hidden, **words}, file)
        request = urllib.request.Request(
            self._address + path,
            body,
            {
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Referer": self._address + path,
            },
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def _multipart(
    boundary: str, words: Mapping[str, str], file: tuple[str, str, bytes] | None
) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in words.items()
    ]
    if file:
        field, name, content = file
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


def _of_this_machine(cookie: str) -> Cookie:
    name, _, value = cookie.partition("=")
    place = {"domain": "127.0.0.1", "domain_specified": True, "domain_initial_dot": False}
    path = {"path": "/", "path_specified": True, "port": None, "port_specified": False}
    rest = {"secure": False, "expires": None, "discard": True, "comment": None, "comment_url": None}
    return Cookie(version=0, name=name, value=value, rest={}, **place, **path, **rest)  # type: ignore[arg-type]
