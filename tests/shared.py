"""Rows that the tests of a module share: written once, seen by each test as they were written."""

import copy
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what is written until the last test of the module; each test takes its own changes back to here."""
    with django_db_blocker.unblock():
        if connection.in_atomic_block:
            raise RuntimeError("Rows that are shared are written before the first test begins.")
        around = transaction.atomic()
        # As the transaction of a test: what may only stand outermost may be called within it.
        around._from_testcase = True  # type: ignore[attr-defined]
        with around:
            yield
            transaction.set_rollback(True)


def shared(make: Callable[..., Any]) -> Any:
    """Make the decorated function a fixture that writes its rows once in a module, and gives each test a copy of its own.

    What a test changes of the copy or writes to the database is gone in the next. Such a fixture may ask for other shared
    ones only: nothing of a single test (a client, settings, a frozen clock) is there when it is made, and what is to
    happen after a commit does not happen. No test of the module may commit (``transaction=True``, ``live_server``).

        @shared
        def cohort() -> Cohort: ...

        def test_of_it(cohort): ...
    """
    name = make.__name__
    asked = list(inspect.signature(make).parameters)

    def made(**others: Any) -> Any:
        del others["shared_rows"]
        return make(**{name.removeprefix(_MADE): thing for name, thing in others.items()})

    def own(**given: Any) -> Any:
        return copy.deepcopy(given[_MADE + name])

    _as_if_written(made, ["shared_rows", *(_MADE + other for other in asked)], make)
    _as_if_written(own, [_MADE + name, "db"], make)
    # Both stand in the module, where pytest looks for them.
    make.__globals__[_MADE + name] = pytest.fixture(scope="module", name=_MADE + name)(made)
    return pytest.fixture(name=name)(own)


_MADE = "made_"


def _as_if_written(fixture: Any, names: list[str], make: Callable[..., Any]) -> None:
    kind = inspect.Parameter.KEYWORD_ONLY
    fixture.__signature__ = inspect.Signature([inspect.Parameter(name, kind) for name in names])
    fixture.__doc__ = make.__doc__
    fixture.__module__ = make.__module__
