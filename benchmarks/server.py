"""The real server, as it runs in production: gunicorn with two worker processes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str, folder: Path) -> Iterator[int]:
    """Serve the WSGI application from its own folder for data, and give the port it listens on."""
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
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "2", "--preload"),
        *("--log-level", "error", "--no-control-socket", "--keep-alive", "30"),
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
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("The server did not start.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not answer within 20 seconds.")
