"""Visitors who come at a steady pace whatever the server does, each with a connection of their own."""

import http.client
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

PATIENCE = 60


@dataclass
class Visits:
    """How long each visitor waited for the whole answer, in seconds, and what went wrong."""

    waited: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def share(self, part: float) -> float:
        """Return the wait that this part of the visitors did not exceed; 1 for the longest."""
        ordered = sorted(self.waited)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def visit(port: int, path: str, cookie: str = "") -> float:
    """Ask for one page, and return the seconds until its end. Raises what goes wrong, an answer but 200 too."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {"Connection": "close"} | ({"Cookie": cookie} if cookie else {})
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise http.client.HTTPException(f"{path}: {answer.status}")
    return time.perf_counter() - start


@contextmanager
def visitors(
    port: int, paths: Sequence[str], *, a_second: float, cookies: Mapping[str, str] | None = None
) -> Iterator[Visits]:
    """Let so many come each second, one page after the other, for as long as the block runs.

    ``cookies`` has the cookie that is sent for a path, where its visitor is signed in.
    """
    known = cookies or {}
    visits = Visits()
    is_over = threading.Event()

    def come(path: str) -> None:
        try:
            visits.waited.append(visit(port, path, known.get(path, "")))
        except (OSError, http.client.HTTPException) as error:
            visits.lost.append(f"{type(error).__name__}: {error}")

    def send(pool: ThreadPoolExecutor) -> None:
        start = time.perf_counter()
        for number in count():
            if is_over.wait(max(start + number / a_second - time.perf_counter(), 0)):
                return
            pool.submit(come, paths[number % len(paths)])

    with ThreadPoolExecutor(200) as pool:
        sender = threading.Thread(target=send, args=[pool])
        sender.start()
        try:
            yield visits
        finally:
            is_over.set()
            sender.join()
