"""A database that was made by migrating from nothing: once in a run, by whichever process of the tests asks first.

It is migrated as an installation is: with the settings of production, and with nothing at hand that only development has.
Other tests begin with a copy of it, where migrating finds nothing left to do.
"""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What a server does not have, or has no business with: a migration that imports it fails.
NOT_INSTALLED = ("pytest", "factory", "faker", "hypothesis", "playwright", "demo", "tests", "benchmarks")  # fmt: skip
MIGRATE = f"""
import runpy, sys
sys.modules |= dict.fromkeys({NOT_INSTALLED!r})
sys.argv = ["manage.py", "migrate", "--verbosity=0"]
runpy.run_path("manage.py", run_name="__main__")
"""
KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Migrated:
    """The file of the database, and how the process that migrated it ended."""

    file: Path
    returncode: int
    stderr: str


def migrate(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Migrate the database that is given, or else one in the folder, in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "PRAXIS_VAR": str(folder),
        "PRAXIS_ENV_FILE": "",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    return subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT, env=environment | given, capture_output=True, text=True,
    )  # fmt: skip


def migrated_once(factory: pytest.TempPathFactory) -> Migrated:
    """Return the file that all tests of this run share: to be copied, not written to."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder /= "migrated-once"
    folder.mkdir(exist_ok=True)
    note = folder / "done.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            done = migrate(folder)
            note.write_text(json.dumps([done.returncode, done.stderr]), encoding="utf-8")
    return Migrated(folder / "praxis.sqlite3", *json.loads(note.read_text(encoding="utf-8")))
