"""A place of its own for each process that counts, taken over by the process that comes after it.

prometheus-client keeps a file for each process. By their numbers these files would grow in count with every
restart of a worker, and to delete one would make its counts fall. So a process takes the first free place, and
goes on counting where the one before it stopped.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

from django.conf import settings

_taken: dict[int, tuple[str, IO[str]]] = {}


def slot() -> str:
    """Return the place of this process: after a fork, the child takes one of its own."""
    process = os.getpid()
    if process not in _taken:
        _taken[process] = _take()
    return _taken[process][0]


def _take() -> tuple[str, IO[str]]:
    """Lock the first free place. The lock ends with its process, however that ends."""
    number = 0
    while True:
        file = (folder() / f"{number}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            number += 1
        else:
            return str(number), file


def folder() -> Path:
    """Return where the processes of this machine keep their counts."""
    place = Path(settings.VAR_DIR) / "metrics"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
