"""Fixtures of all tests, and how they are shared out."""

import gc
import logging
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client, SimpleTestCase
from django.test.client import MULTIPART_CONTENT
from hypothesis import HealthCheck, settings

from core.registry import Entry, Registry
from core.web.stack_room import VALUES
from tests.shared import shared_rows  # noqa: F401  (a fixture of all tests)

# A busy machine makes the same example take ten times as long: time is measured in benchmarks/.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# The folders whose tests take longest come first, so that the processes end together.
FIRST = ("demo", "browser")
# What is judged from the walk of one reader is kept in one process.
WALK_OF = re.compile(r"tests/demo/test_(?:looking|bad_input|growth)\.py::\w+\[(\w+)\]")
# To tell the story of the demo takes half a minute: two processes do, not each of them. These readers walk in one,
# and the others, with what else is told of the demo, in the other.
FIRST_READERS = ("mentee", "editor", "None")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the tests out by file, and those of the demo in two halves, in the order of their collection."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFileOrReader(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if not file.startswith("tests/demo/"):
                return file
            reader = WALK_OF.fullmatch(nodeid)
            return f"demo, {'first' if reader and reader[1] in FIRST_READERS else 'second'} half"

    return ByFileOrReader(config, log)


# Who meets most pages and forms of the demo.
ONE_READER = "admin"
# What a test names when it uses the configured database, or starts processes that do.
DATABASE_MARKS = ("django_db", "concurrency")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, and mark those that a second database need not run again."""
    items.sort(key=_rank)
    for item in items:
        walk = WALK_OF.search(item.nodeid)
        if walk and walk[1] != ONE_READER:
            item.add_marker(pytest.mark.other_readers)
        if not _uses_the_database(item):
            item.add_marker(pytest.mark.no_database)


def _uses_the_database(item: Any) -> bool:
    return (
        any(item.get_closest_marker(name) for name in DATABASE_MARKS)
        or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)
        or (item.cls is not None and issubclass(item.cls, SimpleTestCase))
    )


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from looking at all modules and tests again and again: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


def _with_stack_room(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    runtestprotocol(item, nextitem=nextitem)


_with_stack_room.__code__ = _with_stack_room.__code__.replace(co_stacksize=VALUES)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run each test as pytest does, within one piece of room for the frames, for the reason told in ``core.web.stack_room``.

    A test is called from deep below, and calls a page from there: this saves about 8 of 100 parts of the processor time.
    Plugins that take over this hook, as those that run failed tests again, have no say beside it.
    """
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    _with_stack_room(item, nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _rank(item: pytest.Item) -> int:
    folder = item.path.parent.name
    return FIRST.index(folder) if folder in FIRST else len(FIRST)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Finish the tables that were made from the models with what one migration adds in SQL."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        import_module("library.migrations.0001_squashed_0029_fill_sources_of_gaps").tune(
            None, editor
        )
    _empty_fast()


# What Django writes into every new database, and no test changes.
KEPT_TABLES = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def _empty_fast() -> None:
    """Let the database be emptied in a tenth of the time after tests that commit.

    The rows that Django would write anew each time are kept. PostgreSQL empties the tables that hold rows: all 200
    take it a third of a second.
    """
    # Nothing is left to tell: permissions and types of content are there.
    post_migrate.receivers = []
    post_migrate.sender_receivers_cache.clear()
    # Of the class: tests before a browser have a connection of their own.
    operations = type(connection.ops)
    flush = operations.sql_flush

    def flush_filled(
        self, style, tables, *, reset_sequences=False, allow_cascade=False
    ) -> list[str]:
        tables = [name for name in tables if name not in KEPT_TABLES]
        if reset_sequences or connection.vendor != "postgresql":
            return flush(
                self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        filled = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {self.quote_name(table)})"  # noqa: S608
            for table in tables
        )
        with self.connection.cursor() as cursor:
            cursor.execute(filled)
            names = [name for (name,) in cursor.fetchall()]
        # What points at a row goes as well: the order in which they go is no matter.
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {self.quote_name(name)}" for name in names),  # noqa: S608
        ]

    operations.sql_flush = flush_filled


@pytest.fixture(autouse=True)
def nothing_is_left_in_the_cache() -> None:
    """Limits on requests are counted there: what earlier tests asked for must not count in the next."""
    cache.clear()


class Browser(Client):
    """A client that sends line breaks as browsers do: a carriage return and a line feed."""

    def _encode_data(self, data: Any, content_type: str) -> Any:
        if content_type == MULTIPART_CONTENT and isinstance(data, dict):
            data = {name: _as_sent(value) for name, value in data.items()}
        return super()._encode_data(data, content_type)


def _as_sent(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_as_sent(item) for item in value]
    return re.sub(r"\r?\n", "\r\n", value) if isinstance(value, str) else value


@pytest.fixture
def client() -> Client:
    """Return a browser in which nobody is signed in."""
    return Browser()


class _Failures(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_receiver_fails() -> Iterator[None]:
    """``send_robust`` swallows a failing receiver; a test must not."""
    failures = _Failures()
    logger = logging.getLogger("core.announcements")
    logger.addHandler(failures)
    yield
    logger.removeHandler(failures)
    assert [record.getMessage() for record in failures.records] == []


@pytest.fixture
def register(monkeypatch) -> Callable[[Registry[Any], str, Any], None]:
    """Put a thing into a registry for one test, also in the place of another one."""

    def put(registry: Registry[Any], name: str, thing: Any) -> None:
        monkeypatch.setitem(registry.entries, name, Entry(thing, __name__, 0, 0))

    return put
