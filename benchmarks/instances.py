"""Two web services at one listening socket, as systemd runs them (deploy/praxis-web@.service), without systemd."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import ROOT

CONFIGURED = ("--config", "deploy/gunicorn.conf.py")
SECONDS_TO_START = 120
# What systemd does between fork and exec: the listening socket becomes number 3, and the process is told that it is its own.
_LISTENS = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3);"
    "os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'};"
    "os.execv(sys.executable, [sys.executable, '-m', 'gunicorn', *sys.argv[2:]])"
)


class Instance:
    """One web service: a first process and its workers."""

    def __init__(
        self, listening: socket.socket, options: tuple[str, ...], environment: Mapping[str, str]
    ) -> None:
        self._listening = listening
        self._options = options
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it says that it serves (``Type=notify``)."""
        with tempfile.TemporaryDirectory() as folder, _notifications(folder) as heard:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _LISTENS, str(self._listening.fileno()), *self._options],
                cwd=ROOT,
                env={**self._environment, "NOTIFY_SOCKET": str(heard.getsockname())},
                pass_fds=[self._listening.fileno()],
            )
            while b"READY=1" not in heard.recv(4096):
                pass

    def stop(self) -> None:
        """Let it finish what it has begun, and end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def is_running(self) -> bool:
        """Tell whether it was started and not stopped, also while it has no worker yet."""
        return self._process is not None

    def hang_up(self) -> None:
        """Send the signal by which gunicorn exchanges its workers."""
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def workers(self) -> list[int]:
        """Return the process ids of its workers; only Linux tells them."""
        if self._process is None:
            return []
        pid = self._process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def _notifications(folder: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(f"{folder}/notify")
        heard.settimeout(SECONDS_TO_START)
        yield heard


@contextmanager
def instances(
    folder: Path,
    *,
    count: int = 2,
    options: tuple[str, ...] = CONFIGURED,
    workers: int = 1,
    settings: str = "benchmarks.settings",
) -> Iterator[tuple[int, list[Instance]]]:
    """Start so many services at one socket, and return its port and them."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "PRAXIS_VAR": str(folder),
        "DEBUG": "0",
        "WEB_CONCURRENCY": str(workers),
    }
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        running = [
            Instance(listening, (*options, "--log-level", "error"), environment)
            for _ in range(count)
        ]
        try:
            for instance in running:
                instance.start()
            yield listening.getsockname()[1], running
        finally:
            for instance in running:
                instance.stop()
