"""One run: an institute, two servers, and each page measured between two measurements of its baseline."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from benchmarks.client import measure
from benchmarks.institute import found_institute, gather_statistics
from benchmarks.pages import Page, cookies_of, count_queries, main_pages, visit
from benchmarks.server import FLOOR, Server, serving
from benchmarks.table import Row, Sample, table_of, verdict_on

LOOKS = 3


def run(folder: Path, *, seconds: float, only: str = "") -> None:
    """Measure the pages with ``only`` in their name and print the results."""
    print("Founding an institute …", flush=True)
    call_command("migrate", verbosity=0)
    pages = [page for page in main_pages(found_institute()) if only in page.name]
    gather_statistics()
    visitors = {page: visit(page.reader) for page in pages}
    queries = {page: count_queries(visitors[page], page.address) for page in pages}
    _let_go()

    cache = "Redis" if settings.REDIS_URL else "files"
    print(f"{connection.vendor}, cache in {cache}; {seconds:g} s a page, four visitors at once\n")
    with (
        serving("config.wsgi", folder) as praxis,
        serving("benchmarks.floor", folder, options=FLOOR) as floor,
    ):
        rows = [
            _row(page, queries[page], cookies_of(visitors[page]), praxis, floor, seconds=seconds)
            for page in pages
        ]
    print(table_of(rows), verdict_on(rows), sep="\n\n")


def _row(
    page: Page, queries: int, cookie: str, praxis: Server, floor: Server, *, seconds: float
) -> Row:
    """Measure baseline and page in turn, several times, and take the middle of the ratios.

    So a neighbour's noise meets both alike, and a burst of it spoils one look and not the result.
    """
    rows = []
    for _ in range(LOOKS):
        below = _look(floor, f"/{queries}/", seconds=seconds / LOOKS)
        seen = _look(praxis, page.address, cookie=cookie, seconds=seconds / LOOKS)
        rows.append(Row(page.name, queries, seen, below))
    return sorted(rows, key=lambda row: row.ratio)[LOOKS // 2]


def _look(server: Server, address: str, *, cookie: str = "", seconds: float) -> Sample:
    before = server.cpu_seconds()
    speed = measure(server.port, address, cookie=cookie, seconds=seconds)
    return Sample(speed, (server.cpu_seconds() - before) / speed.asked)


def _let_go() -> None:
    """Close this process's database connections: the servers now have the database to themselves."""
    connections.close_all()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()
