"""A small HTTP client that keeps each connection for some requests and counts answers."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

# Which of the server's processes takes a connection is chance: with one for all the time, most visitors can be at one.
REQUESTS_A_CONNECTION = 20


@dataclass(frozen=True)
class Speed:
    """Answers a second, and the seconds that half and 95 of 100 answers took at most.

    ``asked`` counts all requests, those of the warm-up too.
    """

    asked: int
    per_second: float
    p50: float
    p95: float
    bytes_of_one: int


def _ask(connection: socket.socket, request: bytes) -> int:
    """Send one request, read its whole answer and return the answer's size; 200 or an error."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += _receive(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    length = _length_in(head)
    remaining = length - len(body)
    while remaining > 0:
        remaining -= len(_receive(connection))
    return len(received) - len(body) + length


def _length_in(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError("The answer does not say how long it is.")


def _receive(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise ConnectionError("The server closed the connection.")
    return part


def measure(port: int, path: str, *, cookie: str = "", seconds: float, clients: int = 4) -> Speed:
    """Request one page repeatedly for so many seconds, over so many connections at once."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
        f"{f'Cookie: {cookie}' + chr(13) + chr(10) if cookie else ''}Connection: keep-alive\r\n\r\n"
    ).encode()

    def ask_until(deadline: float) -> tuple[list[float], int]:
        took: list[float] = []
        size = 0
        while time.perf_counter() < deadline:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                for _ in range(REQUESTS_A_CONNECTION):
                    if (start := time.perf_counter()) >= deadline:
                        break
                    size = _ask(connection, request)
                    took.append(time.perf_counter() - start)
        return took, size

    with ThreadPoolExecutor(clients) as pool:
        warm_up = list(pool.map(ask_until, [time.perf_counter() + seconds / 5] * clients))
        start = time.perf_counter()
        answers = list(pool.map(ask_until, [start + seconds] * clients))
        elapsed = time.perf_counter() - start
    took = sorted(t for times, _size in answers for t in times)
    return Speed(
        asked=len(took) + sum(len(times) for times, _size in warm_up),
        per_second=len(took) / elapsed,
        p50=took[len(took) // 2],
        p95=took[int(len(took) * 0.95)],
        bytes_of_one=answers[0][1],
    )
