"""What a bad day costs: ``make mishaps``, on the PostgreSQL and Redis that ``DATABASE_URL`` and ``REDIS_URL`` name.

While a weekly summary leaves and people ask for sign-in codes, the worker and the web workers are killed without a
word, three times each. Then the disk of the uploads fills up while authors go on uploading. Printed is what people and
operators would notice: mails that arrived once, twice or never, how long the last one took, requests that got no
answer, and what uploads were answered with. Only root may run it, as it mounts a small disk.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from email import message_from_bytes
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ground import ground
from benchmarks.mail_sink import MailSink, Session, mail_sink
from benchmarks.person import Person
from benchmarks.server import ROOT

if TYPE_CHECKING:
    from benchmarks.instances import Instance

SETTINGS = "benchmarks.settings_workers"
SECONDS_A_MAIL = 0.02
KILLS = 3
# A killed sender's mails are taken by another one once its claim has ended (``notifications.delivery.sending.LEASE``).
PATIENCE = 720
MIB = 1024 * 1024
DISK = 8 * MIB
# Uploads of this size, until long after the disk is full.
UPLOAD = MIB
UPLOADS = 20


def main() -> int:
    """Prepare the institute, let the mishaps happen, print what came of them; 1 when a mail is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mishaps", description=__doc__)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--codes", type=int, default=100)
    asked = parser.parse_args()
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        print("Set DATABASE_URL to a PostgreSQL server and REDIS_URL to an unused Redis database.")
        return 2
    sys.path[:0] = [str(ROOT / "platform")]
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "DEBUG": "0"}
    with ground() as folder, mail_sink(Slow) as sink, small_disk(folder) as disk:
        os.environ |= {"BENCH_MAIL_PORT": str(sink.port), "BENCH_MEDIA": str(disk)}
        return run(folder, sink, disk, mails=asked.mails, codes=asked.codes)


def run(folder: Path, sink: MailSink, disk: Path, *, mails: int, codes: int) -> int:
    """Fill the database and let one mishap come after the other."""
    import django

    django.setup()
    from django.core.management import call_command
    from redis import Redis

    from benchmarks.instances import instances
    from benchmarks.mails import make_readers

    Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    call_command("migrate", verbosity=0)
    make_readers(mails)
    with instances(folder, settings=SETTINGS) as (port, services):
        missing = mails_and_kills(folder, sink, port, services, mails=mails, codes=codes)
        uploads_and_a_full_disk(port, disk)
    return 1 if missing else 0


def mails_and_kills(
    folder: Path, sink: MailSink, port: int, services: "list[Instance]", *, mails: int, codes: int
) -> int:
    """Kill worker and web while mails leave and codes are asked for; return how many mails are missing."""
    from benchmarks.mails import AT
    from notifications.digest.queueing import queue_due_digests
    from notifications.models import Delivery

    began = time.monotonic()
    with jobs(folder) as worker, ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(ask_for_a_code, port, f"reader{number}@bench.example")
            for number in range(codes)
        ]
        queue_due_digests(at=AT)
        for kill in range(1, KILLS + 1):
            wait_until(partial(_has_taken, sink, kill * mails // (KILLS + 1)))
            worker.kill()
            for service in services:
                os.kill(service.workers()[0], signal.SIGKILL)
            worker.start()
        answers = Counter(each.result() for each in asked)
        wait_until(lambda: not Delivery.objects.waiting().exists())
    # Counted now: a summary that would have said nothing is taken out of the queue when it would be written.
    due = Delivery.objects.count()
    took = time.monotonic() - began
    arrived = Counter(_name(each.source) for each in sink.taken)
    twice = sum(times > 1 for times in arrived.values())
    print(f"Mails while worker and web workers were killed {KILLS} times each:")
    print(
        f"  {due} due, {len(arrived)} arrived, {twice} of them twice, {due - len(arrived)} missing"
    )
    for number, state, tries, error in Delivery.objects.values_list(
        "pk", "state", "tries", "error"
    ):
        if not any(name.startswith(f"<{number}.") for name in arrived):
            print(f"  missing: mail {number}, {state}, {tries} tries, {error!r}")
    print(f"  the last one after {took:.0f} s; {mails / took:.0f} a second with all pauses")
    for answer, times in sorted(answers.items()):
        print(f"  codes asked for, {answer}: {times}", flush=True)
    return due - len(arrived)


def ask_for_a_code(port: int, address: str) -> str:
    """Ask for a sign-in code, again as people do when the connection is cut, and tell how it went."""
    for attempt in (1, 2, 3):
        with suppress(OSError):
            status, _page = Person(port).send("/accounts/login/code/", {"email": address})
            return f"answered {status} at try {attempt}"
    return "no answer at three tries"


def uploads_and_a_full_disk(port: int, disk: Path) -> None:
    """Let an author go on uploading after the disk is full, then make room."""
    from benchmarks.pages import cookies_of, visit
    from demo.factories.submissions import SubmissionFactory
    from submissions.models import Attachment

    answers = Counter[str]()
    drafts = [SubmissionFactory.create() for _ in range(UPLOADS // 4)]
    for number in range(UPLOADS):
        draft = drafts[number % len(drafts)]
        person = Person(port, cookies_of(visit(draft.author)))
        rows = f"place,rate {number}\n".encode() + b"Leeds,4\n" * (UPLOAD // 8)
        answers[_upload(person, draft.pk, rows)] += 1
    kept, files = Attachment.objects.count(), [each for each in disk.rglob("*") if each.is_file()]
    print(f"\nUploads of {UPLOAD // MIB} MiB to a disk of {DISK // MIB} MiB:")
    for answer, times in sorted(answers.items()):
        print(f"  {answer}: {times}")
    print(
        f"  {kept} rows, {len(files)} files, {sum(each.stat().st_size < UPLOAD for each in files)} cut"
    )
    for each in files[: len(files) // 2]:
        each.unlink()
    draft = SubmissionFactory.create()
    person = Person(port, cookies_of(visit(draft.author)))
    print(f"  once there is room: {_upload(person, draft.pk, b'place,rate')}", flush=True)


def _upload(person: Person, draft: int, rows: bytes) -> str:
    from django.urls import reverse

    path = reverse("submissions:submission_files", args=[draft])
    try:
        status, page = person.send(path, {}, ("upload", "rates.csv", rows))
    except OSError as error:
        return f"no answer ({error})"
    return (
        f"{status}, refused in words"
        if "storage of this site is full" in page
        else f"{status}, kept"
    )


class Slow(Session):
    """A mail server that takes its time for each mail, as they do."""

    def on_data(self, source: bytes) -> None:
        time.sleep(SECONDS_A_MAIL)
        super().on_data(source)


class Worker:
    """The process of background tasks and jobs, as ``deploy/jobs.sh`` starts it."""

    def __init__(self, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "PRAXIS_VAR": str(folder),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["-m", "celery", "-A", "config", "worker", "--beat", "--loglevel", "ERROR"]
        self._process = subprocess.Popen(
            [sys.executable, *command],
            env=self._environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End it and all its children without a word."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextmanager
def jobs(folder: Path) -> Iterator[Worker]:
    """Run the background tasks."""
    worker = Worker(folder)
    worker.start()
    try:
        yield worker
    finally:
        worker.kill()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give uploads a small disk of their own."""
    disk = folder / "uploads"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk)]
    subprocess.run(mount, check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait, and raise ``TimeoutError`` when it does not come true in time."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.2)


def _has_taken(sink: MailSink, number: int) -> bool:
    return len(sink.taken) > number


def _name(source: bytes) -> str:
    return str(message_from_bytes(source)["Message-ID"])


if __name__ == "__main__":
    sys.exit(main())
