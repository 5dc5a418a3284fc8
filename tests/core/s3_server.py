"""A small server that speaks as much S3 as our storage does: put, get, head, delete and list one bucket."""

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

CHANGED_AT = dt.datetime(2026, 11, 29, 3, tzinfo=dt.UTC)


class Bucket:
    """What the server holds, and which requests it was sent."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.address = ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def _key(self) -> str:
        path = unquote(urlsplit(self.path).path)
        self.server.bucket.asked.append(f"{self.command} {path}")
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        return path.removeprefix("/files").lstrip("/")

    def _send(self, status: int, body: bytes = b"", size: int | None = None, **headers: str):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        key = self._key()
        self.server.bucket.files[key] = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(200, ETag=_etag(self.server.bucket.files[key]))

    def do_DELETE(self) -> None:
        self.server.bucket.files.pop(self._key(), None)
        self._send(204)

    def do_HEAD(self) -> None:
        self._object(self._key())

    def do_GET(self) -> None:
        key = self._key()
        self._object(key) if key else self._list()

    def _object(self, key: str) -> None:
        body = self.server.bucket.files.get(key)
        if body is None:
            return self._send(404)
        changed = format_datetime(CHANGED_AT, usegmt=True)
        return self._send(200, body, ETag=_etag(body), Last_Modified=changed)

    def _list(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        prefix = asked.get("prefix", [""])[0]
        inside = [key for key in sorted(self.server.bucket.files) if key.startswith(prefix)]
        folders = {
            prefix + key.removeprefix(prefix).split("/")[0] + "/"
            for key in inside
            if "/" in key.removeprefix(prefix)
        }
        files = [key for key in inside if "/" not in key.removeprefix(prefix)]
        text = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.server.bucket.files[key])}</Size></Contents>"
            for key in files
        ) + "".join(
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>"
            for each in sorted(folders)
        )
        self._send(
            200,
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{text}</ListBucketResult>".encode(),
            Content_Type="application/xml",
        )

    def log_message(self, *_: object) -> None:
        """Say nothing on the console of the tests."""


class Server(ThreadingHTTPServer):
    """A server of one bucket."""

    bucket: Bucket


def _etag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


@contextmanager
def s3_server() -> Iterator[Bucket]:
    """Serve an empty bucket ``files`` on this machine."""
    bucket = Bucket()
    server = Server(("127.0.0.1", 0), Handler)
    server.bucket = bucket
    bucket.address = f"s3://key:secret@127.0.0.1:{server.server_port}/files?region=eu-west-2&tls=0"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
