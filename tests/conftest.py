"""Fixtures of all tests."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.registry import Entry, Registry


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
    logger = logging.getLogger("core.events")
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
