"""The samples for nginx and Caddy: their numbers are ours, and they do what they say."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks.server import ROOT, free_port

NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
PAGE = (ROOT / "deploy/maintenance.html").read_bytes()
HASHED = "core/praxis.0123456789ab.css"


@pytest.mark.parametrize(
    "limit",
    [r"client_max_body_size (\d+)m;", r"max_size (\d+)MiB"],
    ids=["nginx", "caddy"],
)
def test_the_largest_request_is_twice_what_praxis_takes(limit):
    (megabytes,) = re.findall(limit, NGINX + CADDY)

    taken = settings.MAX_UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert int(megabytes) * 2**20 == 2 * taken


@pytest.mark.parametrize("sample", [NGINX, CADDY], ids=["nginx", "caddy"])
def test_only_static_files_and_the_page_of_maintenance_are_served_without_praxis(sample):
    served = re.findall(r"^\s*(?:alias|root)\s+(?:\*\s+)?([^\s;]+)", sample, re.MULTILINE)

    # nginx adds the address to its root: it serves /srv/praxis/static below /static/ alone.
    assert set(served) <= {"/srv/praxis", "/srv/praxis/static", "/srv/praxis/app/deploy"}
    assert sample.count("/srv/praxis;") == len(re.findall(r"location.*/static/", sample))


def test_the_page_of_maintenance_needs_nothing_from_anywhere():
    assert re.findall(rb"(?:src|href|action)=|url\(|@import", PAGE) == []


class Upstream(BaseHTTPRequestHandler):
    """Stands in for Praxis, and answers with the headers that it was sent."""

    def do_GET(self) -> None:
        status = 503 if self.path == "/closed/" else 200
        self.send_response(status)
        self.end_headers()
        self.wfile.write(
            f"{self.path} {self.headers['X-Forwarded-For']} {self.headers['Host']}".encode()
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def upstream():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever).start()
    yield server
    server.shutdown()
    server.server_close()


def in_place(sample: str, folder: Path, upstream_port: int) -> str:
    """The sample with the folders of this test in place of those of a server."""
    static = folder / "static"
    (static / "core").mkdir(parents=True)
    (static / HASHED).write_text("body {}")
    (static / "core/praxis.css").write_text("body {}")
    media = folder / "media"
    media.mkdir()
    (media / "secret.txt").write_text("secret")
    return (
        sample.replace("/srv/praxis/app/deploy", str(ROOT / "deploy"))
        .replace("/srv/praxis", str(folder))
        .replace("127.0.0.1:8000", f"127.0.0.1:{upstream_port}")
    )


def nginx(folder: Path, upstream_port: int, port: int) -> tuple[list[str], list[str]]:
    """Return the commands that check and that run nginx with its sample."""
    sample = in_place(NGINX, folder, upstream_port)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=praxis.example.org",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    sample = sample.replace("/etc/letsencrypt/live/praxis.example.org", str(folder))
    sample = re.sub(r"listen \[::\]:\d+.*;", "", sample)
    sample = sample.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    sample = sample.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl;")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        # A first process of root reads files as somebody else, who may not enter the folders of tests.
        f"{'user root;' if os.getuid() == 0 else ''} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary} include /etc/nginx/mime.types;\n{sample}\n}}\n"
    )
    command = ["nginx", "-p", str(folder), "-c", str(whole)]
    return [*command, "-t"], command


def caddy(folder: Path, upstream_port: int, port: int) -> tuple[list[str], list[str]]:
    """Return the commands that check and that run Caddy with its sample, without TLS as no name leads here."""
    sample = in_place(CADDY, folder, upstream_port)
    sample = sample.replace(
        "\npraxis.example.org {", f"\nhttp://127.0.0.1:{port}, http://praxis.example.org:{port} {{"
    )
    sample = sample.replace("lb_try_duration 20s", "lb_try_duration 1s")
    whole = folder / "Caddyfile"
    whole.write_text(f"{{\n\tadmin off\n}}\n{sample}")
    command = ["--config", str(whole), "--adapter", "caddyfile"]
    return ["caddy", "validate", *command], ["caddy", "run", *command]


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request, tmp_path, upstream, monkeypatch):
    """The proxy with its sample, as a function that asks it for a page."""
    if not shutil.which(request.param.__name__):
        pytest.skip(f"{request.param.__name__} is not installed here")
    monkeypatch.setenv("HOME", str(tmp_path))
    port = free_port()
    check, run = request.param(tmp_path, upstream.server_port, port)
    subprocess.run(check, check=True, capture_output=True)
    process = subprocess.Popen(run, stderr=subprocess.PIPE)

    def ask(path: str, body: bytes | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        if request.param is nginx:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            sent = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        else:
            sent = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Host": "praxis.example.org", "X-Forwarded-For": "6.6.6.6"}
        # Whoever refuses a long request may hang up before its end.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            sent.request("GET" if body is None else "POST", path, body, headers)
        answer = sent.getresponse()
        text = answer.read()
        sent.close()
        return answer, text

    _wait_for(port, process)
    yield ask
    process.terminate()
    process.communicate(timeout=20)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The proxy does not answer.")


def test_praxis_is_told_who_asks_and_for_which_name_whatever_the_visitor_claims(proxy):
    answer, text = proxy("/library/")

    assert (answer.status, text) == (200, b"/library/ 127.0.0.1 praxis.example.org")


def test_static_files_are_kept_for_long_if_their_name_changes_with_their_content(proxy):
    hashed, _ = proxy(f"/static/{HASHED}")
    plain, _ = proxy("/static/core/praxis.css")

    directives = set(re.split(r",\s*", hashed.headers["Cache-Control"]))
    assert (hashed.status, plain.status) == (200, 200)
    assert directives == {"public", "max-age=31536000", "immutable"}
    assert "max-age=60" in plain.headers["Cache-Control"]
    assert hashed.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize(
    "path", ["/media/secret.txt", "/media-is-not-served/secret.txt", "/static../media/secret.txt", "/static/../media/secret.txt"]
)  # fmt: skip
def test_files_of_people_are_not_reached_past_praxis(proxy, path):
    _answer, text = proxy(path)

    assert b"secret\n" not in text
    assert text != b"secret"


def test_a_request_that_is_far_too_large_does_not_reach_praxis(proxy):
    answer, _text = proxy("/library/", b"x" * (105 * 2**20))

    # Debian's Caddy takes the request that it has cut off itself for an answer that failed.
    assert answer.status in {413, 503}


def test_while_praxis_is_away_visitors_read_when_to_come_again(proxy, upstream):
    upstream.shutdown()
    upstream.server_close()

    answer, text = proxy("/library/")

    assert (answer.status, text) == (503, PAGE)
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("120", "no-store")


def test_what_praxis_itself_says_of_maintenance_passes(proxy):
    answer, text = proxy("/closed/")

    assert (answer.status, text[:9]) == (503, b"/closed/ ")
