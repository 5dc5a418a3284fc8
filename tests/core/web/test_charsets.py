"""Whatever charset a request names, it gets an answer."""

import io

import pytest

from config.wsgi import application
from core.web.charsets import only_utf8


def welcome(environ, start_response):
    """A WSGI application that answers everything, without database connections."""
    start_response("200 OK", [])
    return [b"Welcome"]


def ask(content_type, *, method="GET", body=b"", application=application):
    statuses = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/health/live",
        "QUERY_STRING": "q=a",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    answer = application(environ, lambda status, headers: statuses.append(status))
    b"".join(answer)
    return statuses[0]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "parameter",
    [
        *(f"charset={name}" for name in ("hex", "zlib", "base64", "rot13", "idna", "punycode")),
        *(f"charset={name}" for name in ("utf-7", "utf-16", "utf-32", "latin-1", "nonsense")),
        'charset="a\x00b"',
        "charset*=nonsense''utf-8",
        "charset*=utf-8''hex",
        "boundary*=nonsense''x",
    ],
)
def test_a_request_in_another_charset_is_refused(method, parameter):
    status = ask(f"application/x-www-form-urlencoded; {parameter}", method=method, body=b"a=b")

    assert status == "400 Bad Request"


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/json; charset=UTF-8", 'text/plain; charset="utf8"'],
)
def test_utf8_passes_however_it_is_named(content_type):
    assert ask(content_type, application=only_utf8(welcome)) == "200 OK"
