"""The real server, as it runs in production (deploy/gunicorn.conf.py), with two worker processes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and its first process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that its workers have used, which no neighbour's work adds to.

        Only Linux tells it; elsewhere it is 0.
        """
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        return sum(_ticks(Path(f"/proc/{pid}/stat")) for pid in workers) / os.sysconf("SC_CLK_TCK")


def _ticks(stat: Path) -> int:
    # The name in parentheses may hold spaces; user and system time are the 12th and 13th after it.
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Of two workers none ends while it is measured.
_WORKERS = ("--workers", "2", "--max-requests", "0")
# As under systemd and in a container, with what is done before workers are made.
AS_DEPLOYED = ("--config", str(ROOT / "deploy/gunicorn.conf.py"), *_WORKERS)
FLOOR = ("--config", str(ROOT / "benchmarks/floor/server.py"), *_WORKERS)


@contextmanager
def serving(
    application: str, folder: Path, *, options: tuple[str, ...] = AS_DEPLOYED
) -> Iterator[Server]:
    """Serve the WSGI application from its own folder for data."""
    port = free_port()
    command = [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            application,
            "--pythonpath",
            f"{ROOT},{ROOT / 'platform'}",
        ),
        *options,
        *("--bind", f"127.0.0.1:{port}", "--log-level", "error", "--keep-alive", "30"),
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PRAXIS_VAR": str(folder),
        "DEBUG": "0",
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The server did not start.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not answer within a minute.")
