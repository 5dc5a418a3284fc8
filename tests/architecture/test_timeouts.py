"""Nothing of ours waits for a server without an end: every outward connection has a time-out."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection

from core.background.swept_tasks import _IMPATIENT
from core.operation.redis_cache import OptionalRedisCache

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["courses", "library", "mentoring", "networks", "submissions"]
FOLDERS = [*(ROOT / part for part in PARTS), *(ROOT / "platform").iterdir()]

# What opens a connection or waits for a process, and the arguments by which each is told for how long.
# The number is the place of the time-out among arguments without a name.
WAITS: dict[str, tuple[int | None, tuple[str, ...]]] = {
    **dict.fromkeys(["HTTPConnection", "HTTPSConnection"], (None, ("timeout",))),
    **dict.fromkeys(["SMTP", "SMTP_SSL", "FTP", "IMAP4", "IMAP4_SSL"], (None, ("timeout",))),
    "urlopen": (2, ("timeout",)),
    "create_connection": (1, ("timeout",)),
    **dict.fromkeys(["Redis", "StrictRedis", "from_url"], (None, ("socket_timeout",))),
    "psycopg.connect": (None, ("connect_timeout",)),
    **dict.fromkeys(["subprocess.run", "subprocess.check_output"], (None, ("timeout",))),
    **dict.fromkeys(["subprocess.call", "subprocess.check_call"], (None, ("timeout",))),
    "communicate": (1, ("timeout",)),
    **{
        f"{library}.{verb}": (None, ("timeout",))
        for library in ("requests", "httpx", "urllib3")
        for verb in ("get", "post", "put", "patch", "delete", "head", "request", "Client")
    },
}
# Libraries that open connections, and the modules that import them. What is new is looked at, and named here.
SPEAK = {"socket", "ssl", "http.client", "urllib.request", "smtplib", "ftplib", "imaplib", "poplib"}
SPEAK |= {"redis", "psycopg", "requests", "httpx", "urllib3", "aiohttp", "boto3", "botocore"}
SPEAKERS = {
    "library/curation/links/checking.py": "checks links: 10 s for each answer, 20 s in all",
    "platform/config/media.py": "waits for the bucket as stated there; a test of it knows the numbers",
    "platform/core/background/swept_tasks.py": "knows the errors of Redis, which the queue waits for as long as stated there",
    "platform/core/backups/postgresql.py": "takes a snapshot over a connection that waits 10 s",
    "platform/core/doctor_checks.py": "asks Redis for its clock, and gives up as each check does",
    "platform/core/postgresql/base.py": "knows the errors of PostgreSQL; connecting takes as long as the settings say",
    "platform/core/operation/outages.py": "asks nobody: it knows the errors of Redis by their classes",
    "platform/core/operation/redis_cache.py": "waits for Redis for half a second",
    "platform/core/background/task_queue.py": "asks Redis how long tasks wait, for as long as stated there",
    "platform/demo/management/commands/serve.py": "looks whether a port of this machine is free",
    "platform/notifications/doctor_checks.py": "looks whether the mail server answers, for as long as stated there",
    "platform/notifications/delivery/mail_server.py": "knows the errors of mail servers, which are waited for as EMAIL_TIMEOUT says",
}


def modules(words: Iterable[str]) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product in which one of these words stands, with its path from the top."""
    # "django.http" is none of them.
    has_one = re.compile(rf"(?<!\bdjango\.)\b(?:{'|'.join(words)})\b").search
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts and has_one(text := path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), ast.parse(text)


FIRST_NAMES, LAST_NAMES = ({name.split(".")[end] for name in WAITS} for end in (0, -1))


def has_no_end(call: ast.Call) -> bool:
    """Tell whether the call opens a connection, or waits for a process, without saying for how long."""
    # Most calls are none of these: to write their names out would take longest.
    if getattr(call.func, "attr", getattr(call.func, "id", None)) not in LAST_NAMES:
        return False
    name = ast.unparse(call.func)
    known = WAITS.get(name) or WAITS.get(name.rpartition(".")[2])
    if known is None:
        return False
    place, names = known
    given = [each.value for each in call.keywords if each.arg in names]
    if place is not None and len(call.args) > place:
        given.append(call.args[place])
    # What is unpacked cannot be seen here; a test of its own proves it.
    is_unpacked = any(each.arg is None for each in call.keywords)
    return not is_unpacked and not any(ast.unparse(each) != "None" for each in given)


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_every_call_that_waits_for_others_says_for_how_long():
    endless = [
        f"{name}:{node.lineno} {ast.unparse(node.func)}"
        for name, tree in modules(FIRST_NAMES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and has_no_end(node)
    ]

    assert endless == []


def test_who_speaks_to_other_servers_is_known():
    speakers = {
        name
        for name, tree in modules(word.partition(".")[0] for word in SPEAK)
        if any(
            each == word or each.startswith(f"{word}.") for each in imported(tree) for word in SPEAK
        )
    }

    assert speakers == set(SPEAKERS)


@pytest.mark.parametrize(
    ("text", "is_endless"),
    [
        ("urlopen(address)", True),
        ("urllib.request.urlopen(address, None, 5)", False),
        ("requests.get(address)", True),
        ("requests.get(address, timeout=None)", True),
        ("httpx.get(address, timeout=5)", False),
        ("cache.get(key)", False),
        ("HTTPConnection(host)", True),
        ("super().__init__(host, port, timeout=_SECONDS)", False),
        ("socket.create_connection((host, port))", True),
        ("socket.create_connection((host, port), self.timeout)", False),
        ("subprocess.run(command)", True),
        ("smtplib.SMTP(host)", True),
        ("Redis.from_url(address)", True),
        ("Redis.from_url(address, socket_timeout=1)", False),
    ],
)
def test_the_law_knows_an_endless_call(text, is_endless):
    call: Any = ast.parse(text, mode="eval").body

    assert has_no_end(call) == is_endless


def test_the_mail_server_is_waited_for_as_long_as_the_settings_say(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert get_connection().timeout == settings.EMAIL_TIMEOUT == 10


IN_PRODUCTION = """
import json, sys
sys.path.insert(0, "platform")
from config import settings
print(json.dumps([
    settings.DATABASES["default"]["OPTIONS"]["connect_timeout"],
    settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"],
    settings.DATABASES["default"]["OPTIONS"]["tcp_user_timeout"] / 1000,
    *settings.CELERY_BROKER_TRANSPORT_OPTIONS.values(),
    settings.EMAIL_TIMEOUT,
]))
"""


def test_production_waits_a_minute_at_most_for_database_queue_and_mail_server(tmp_path):
    environment = {
        "PATH": "/usr/bin:/bin",
        "PRAXIS_VAR": str(tmp_path),
        "SECRET_KEY": "only for this test",
        "DATABASE_URL": "postgres://praxis@127.0.0.1/praxis",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://127.0.0.1:25",
    }

    done = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    waits = ast.literal_eval(done.stdout)
    assert len(waits) == 6
    assert all(0 < seconds <= 60 for seconds in waits)


def test_cache_and_queue_wait_half_a_second():
    cache = OptionalRedisCache("redis://127.0.0.1:6379/9", {})

    options = cache._options
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (0.5, 0.5)
    assert (_IMPATIENT["socket_connect_timeout"], _IMPATIENT["socket_timeout"]) == (0.5, 0.5)
