"""Fixtures of all tests."""

import logging
from collections.abc import Iterator

import pytest


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
