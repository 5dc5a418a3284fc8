"""What the benchmark counts is so. How fast anything is, no test asks."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

import benchmarks.institute
from benchmarks import cpu
from benchmarks.client import Speed, measure
from benchmarks.ground import ground
from benchmarks.institute import LESSONS, MENTEES, found_institute
from benchmarks.pages import Page, cookies_of, count_queries, main_pages, visit
from benchmarks.table import Row, Sample, table_of, verdict_on
from demo.factories.accounts import UserFactory


def make_look(*, per_second, cpu):
    return Sample(
        Speed(asked=200, per_second=per_second, p50=0.02, p95=0.0414, bytes_of_one=12_340), cpu
    )


PAGE = make_look(per_second=50, cpu=0.02)


class _Counting(BaseHTTPRequestHandler):
    """A server that counts what it is asked, and for which cookie."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str]] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers.get("Cookie", "")))
        self.send_response(200 if self.path == "/page/" else 404)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    _Counting.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_each_answer_is_counted_once_and_read_to_its_end(server):
    speed = measure(server.server_port, "/page/", cookie="a=b", seconds=0.5)

    assert set(server.RequestHandlerClass.asked) == {("/page/", "a=b")}
    assert speed.asked == len(server.RequestHandlerClass.asked)
    assert speed.bytes_of_one > 100_000
    assert speed.p50 <= speed.p95


def test_a_page_that_is_not_there_is_not_measured(server):
    with pytest.raises(RuntimeError, match="404"):
        measure(server.server_port, "/missing/", seconds=0.1)


def test_the_table_names_pages_and_the_verdict_those_too_slow():
    rows = [
        Row("home", 15, PAGE, make_look(per_second=100, cpu=0.01)),
        Row("mentor desk", 8, PAGE, make_look(per_second=250, cpu=0.005)),
    ]

    lines = table_of(rows).splitlines()

    assert [line.split() for line in lines[1:]] == [
        ["home", "15", "50", "20.0", "41.4", "12.3", "100", "0.50", "20.0", "10.0", "0.50"],
        ["mentor", "desk", "8", "50", "20.0", "41.4", "12.3", "250", "0.20", "20.0", "5.0", "0.25"],
    ]
    assert len({len(line) for line in lines}) == 1
    assert verdict_on(rows).endswith("Missed by: mentor desk.")
    assert verdict_on(rows[:1]).endswith("Met by all.")


def test_what_a_run_makes_is_gone_after_it(monkeypatch):
    monkeypatch.setenv("PRAXIS_VAR", os.environ["PRAXIS_VAR"])
    monkeypatch.setenv("DATABASE_URL", "sqlite:///somebody-elses.sqlite3")

    with ground() as folder:
        (folder / "praxis.sqlite3").touch()
        inside = os.environ["PRAXIS_VAR"], "DATABASE_URL" in os.environ

    assert inside == (str(folder), False)
    assert not folder.exists()


def test_page_and_floor_are_asked_in_turns_and_the_cheapest_turn_counts():
    asked = []

    cost = cpu.measure(
        "home", 15, lambda: asked.append("page"), lambda: asked.append("floor"), turns=2
    )

    turn = ["page"] * cpu.REQUESTS + ["floor"] * cpu.REQUESTS
    assert asked == ["page", "floor", *turn, *turn]
    assert (cost.name, cost.queries) == ("home", 15)
    assert cpu.table_of([cpu.Cost("home", 15, page=8.0, floor=4.0)]).splitlines()[1].split() == [
        *("home", "15", "8.00", "4.00", "0.50")
    ]


@pytest.mark.django_db
def test_a_page_that_is_missing_costs_nothing_that_is_told():
    with pytest.raises(RuntimeError, match="404"):
        cpu.ask(get_wsgi_application(), "/missing/")


@pytest.mark.django_db
def test_a_cookie_signs_in_and_only_ones_own_queries_count(settings):
    settings.DEBUG = False
    page = Page("settings", "/accounts/settings/", UserFactory())

    cookie = cookies_of(visit(page.reader))
    by_cookie = Client(headers={"cookie": cookie}).get(page.address)

    assert by_cookie.status_code == 200
    assert cookies_of(visit(None)) == ""
    assert count_queries(visit(None), "/health/live") == 0
    assert count_queries(visit(page.reader), page.address) > 0


@pytest.mark.slow
@pytest.mark.django_db
def test_every_main_page_shows_what_is_to_be_measured(monkeypatch):
    # Nothing that is looked at here counts them.
    monkeypatch.setattr(benchmarks.institute, "DISCUSSIONS", 3)
    institute = found_institute()

    pages = {page.name: visit(page.reader).get(page.address) for page in main_pages(institute)}

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert pages["course outline"].context["outline"].total == LESSONS
    assert len(pages["mentor desk"].context["rows"]) == MENTEES
    assert pages["finder"].context["page"].paginator.count == 160
    assert pages["finder, query"].context["page"].paginator.count > 0
