"""``make run``: the database, the demo institute, the web server and the scheduled jobs, in one command."""

import argparse
import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from core.background.side_thread import side_thread
from core.operation.own_connections import let_go
from demo.cast import DEMO_SIGN_INS, PASSWORD
from demo.story import has_been_told, tell


class Command(BaseCommand):
    help = (
        "Start Praxis for development: migrate, load the demo once, serve, run the scheduled jobs."
    )

    # They take a third of a second start; `make check` and the tests run them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not 0 < port < 65536:
            raise CommandError(f"{port} is no port. Choose one from 1 to 65535: PORT=9000 make run")
        if is_taken(port):
            others = (*range(port + 1, 65536), *range(1024, port))
            free = next(other for other in others if not is_taken(other))
            raise CommandError(f"Port {port} is taken. Choose another one: PORT={free} make run")
        address = f"http://127.0.0.1:{port}"
        # The demo's first mails and the processes that start below lead to the port that was asked for.
        settings.SITE_URL = os.environ.setdefault("SITE_URL", address)
        self.prepare()
        self.announce(address)
        run_until_stopped(port)

    def prepare(self) -> None:
        """Migrate the database and load the demo, if that has not been done."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0)
            if has_been_told():
                # A database of an earlier release lacks what that release did not store of its records.
                call_command("load_library", verbosity=0, stdout=io.StringIO())
                call_command("load_indicators", verbosity=0, stdout=io.StringIO())
                call_command("reindex_library", verbosity=0, stdout=io.StringIO())
        if not has_been_told():
            self.stdout.write("Loading the demo institute (once, about half a minute) …")
            # The story's mails stand in the outbox; printed here they would bury what comes next.
            with contextlib.redirect_stdout(io.StringIO()):
                tell(say=self.stdout.write)
                # Its mails leave in a thread, which no copy of this process would have.
                side_thread.finish()

    def announce(self, address: str) -> None:
        self.stdout.write(f"\nPraxis runs at {address}\nMail: {address}/outbox/   Stop: Ctrl+C\n")
        self.stdout.write(f"\nDemo people (password {PASSWORD}):")
        for email, what in DEMO_SIGN_INS.items():
            self.stdout.write(f"  {email:<28} {what}")
        self.stdout.write("")


def is_taken(port: int) -> bool:
    """Tell whether something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class Pages(BaseApplication):
    """The web server, with Praxis as it is loaded in this process already."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        choices = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 2,
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # What production serves, with what guards it there.
        return get_internal_wsgi_application()


def serve_pages(port: int) -> None:
    """Serve until told to stop."""
    Pages(port).run()


def forget_when_jobs_ran() -> None:
    """Delete the file that says when each job ran last: damaged by a sudden end, it would keep them from starting."""
    file = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()


def run_until_stopped(port: int) -> None:
    """Run the web server and the scheduled jobs; when one of them ends, or on Ctrl+C, end both.

    The web server is a copy of this process, which spares a second start of it all.
    """
    platform = str(settings.BASE_DIR / "platform")
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "--workdir", platform, "-A", "config"),
        *(["worker", "--beat"] if settings.REDIS_URL else ["beat"]),
        *("--loglevel", "WARNING"),
    ]
    forget_when_jobs_ran()
    let_go()
    web = get_context("fork").Process(target=serve_pages, args=[port])
    web.start()
    jobs = subprocess.Popen(command, cwd=settings.BASE_DIR)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while web.is_alive() and jobs.poll() is None:
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        web.terminate()
        jobs.terminate()
        web.join(timeout=30)
        jobs.wait(timeout=30)
