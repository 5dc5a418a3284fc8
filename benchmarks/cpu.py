"""What the main pages cost in processor time, in one process and without a server: ``make bench-cpu``.

A neighbour on the same machine makes the clock tell too much, and processor time hardly. Each page is asked for in
turns with the floor of as many queries, and of all turns the cheapest counts: neighbours only ever add.
"""

import io
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from benchmarks.ground import ground

TURNS, REQUESTS = 8, 15
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Cost:
    """The milliseconds of processor time that a page takes, and those of its floor."""

    name: str
    queries: int
    page: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.floor / self.page


def ask(application: Application, address: str, *, cookie: str = "") -> None:
    """Ask for the page as a browser does and read it to its end. Raises ``RuntimeError`` unless it answers 200."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    answer = application(environ, lambda status, headers, error=None: statuses.append(status))
    try:
        for _part in answer:
            pass
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{address} answers {statuses[0]}.")


def measure(
    name: str, queries: int, page: Callable[[], None], floor: Callable[[], None], *, turns: int
) -> Cost:
    """Ask for page and floor in turns, and return the cheapest turn of each."""
    page()
    floor()
    costs = [(_milliseconds(page), _milliseconds(floor)) for _ in range(turns)]
    return Cost(name, queries, *map(min, zip(*costs, strict=True)))


def table_of(costs: Iterable[Cost]) -> str:
    """Return the pages under their heads."""
    lines = [f"{'page':<20}{'queries':>8}{'cpu ms':>9}{'floor ms':>10}{'ratio':>7}"]
    lines += [
        f"{cost.name:<20}{cost.queries:>8}{cost.page:>9.2f}{cost.floor:>10.2f}{cost.ratio:>7.2f}"
        for cost in costs
    ]
    return "\n".join(lines)


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    for _ in range(REQUESTS):
        work()
    return (time.process_time() - began) * 1_000 / REQUESTS


def main() -> None:
    """Found an institute of its own, measure its pages, print the table."""
    parser = ArgumentParser(prog="make bench-cpu", description="What the main pages cost.")
    parser.add_argument("--turns", type=int, default=TURNS, help="for each page and its floor")
    parser.add_argument("--only", metavar="PAGE", default="", help="pages with this in their name")
    wishes = parser.parse_args()
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground():
        # Only now may the settings be read.
        import django

        django.setup()
        print(table_of(_costs(wishes.only, wishes.turns)))


def _costs(only: str, turns: int) -> list[Cost]:
    from django.core.management import call_command

    from benchmarks import floor
    from benchmarks.institute import found_institute, gather_statistics
    from benchmarks.pages import cookies_of, count_queries, main_pages, visit
    from config.warming import spare_the_collector, warm_up
    from config.wsgi import application

    call_command("migrate", verbosity=0)
    pages = [page for page in main_pages(found_institute()) if only in page.name]
    gather_statistics()
    # As the web server does before it makes its workers (deploy/gunicorn.conf.py).
    warm_up(application)
    spare_the_collector()
    costs = []
    for page in pages:
        visitor = visit(page.reader)
        queries = count_queries(visitor, page.address)
        cookie, address = cookies_of(visitor), page.address
        costs.append(
            measure(
                page.name,
                queries,
                lambda: ask(application, address, cookie=cookie),  # noqa: B023  # asked within the turn
                lambda: ask(floor.application, f"/{queries}/"),  # noqa: B023
                turns=turns,
            )
        )
    return costs


if __name__ == "__main__":
    main()
