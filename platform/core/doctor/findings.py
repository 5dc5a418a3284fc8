"""The checks of the site that its operator reads: a registry, and one run through all of it."""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.operation.health import check_servers
from core.registry import Registry

logger = logging.getLogger(__name__)
# The seconds within which a check answers, or is given up.
PATIENCE = 5.0


class State(TextChoices):
    """How it stands with a thing. A fault needs somebody now, a warning soon."""

    OK = "ok", gettext_lazy("OK")
    WARNING = "warning", gettext_lazy("Warning")
    FAULT = "fault", gettext_lazy("Fault")


@dataclass(frozen=True)
class Finding:
    """What a check found: the thing, its state, that state in words, and what to do."""

    what: str
    state: State
    words: str
    advice: str = ""


# The parameter is the present moment.
Look = Callable[[dt.datetime], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """One check, and whether it asks the database."""

    look: Look
    asks_database: bool


CHECKS: Registry[Check] = Registry("check of the site")


def doctor_check(
    name: str, *, position: int, asks_database: bool = False
) -> Callable[[Look], Look]:
    """Register the decorated ``(moment) -> findings`` under ``<app>.<thing>``.

    One that asks no database runs beside the others and is given up after five seconds, so it may ask a disk or a
    server. One that does is interrupted by the database itself.
    """

    def register(look: Look) -> Look:
        CHECKS.add(name, Check(look, asks_database), position=position)
        return look

    return register


def ok(what: str, words: str) -> Finding:
    return Finding(what, State.OK, words)


def warning(what: str, words: str, advice: str) -> Finding:
    return Finding(what, State.WARNING, words, advice)


def fault(what: str, words: str, advice: str) -> Finding:
    return Finding(what, State.FAULT, words, advice)


def examine(*, now: dt.datetime) -> list[Finding]:
    """Run all checks and return what they found, in their order. No check stops another, and none takes long."""
    beside = {
        name: _Beside(check.look, now) for name, check in CHECKS.items() if not check.asks_database
    }
    has_database = check_servers()["database"].is_up
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        if name in beside:
            findings += beside[name].findings(name)
        elif has_database:
            findings += _ask(name, check.look, now)
    return findings


def worst(findings: Iterable[Finding]) -> State:
    """Return the worst state of the findings."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.FAULT, State.WARNING) if state in states), State.OK)


class _Beside:
    """A check in a thread of its own, which ends with the process if it never answers."""

    def __init__(self, look: Look, now: dt.datetime) -> None:
        self._found: list[Finding] = []
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(look, now), daemon=True)
        self._thread.start()

    def _run(self, look: Look, now: dt.datetime) -> None:
        try:
            self._found = list(look(now))
        except Exception as error:
            logger.exception("A check of the site failed.")
            self._error = error
        finally:
            # A connection belongs to its thread, and this one ends here.
            connection.close()

    def findings(self, name: str) -> list[Finding]:
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            return [_no_answer(name)]
        return [_failed(name, self._error)] if self._error else self._found


def _ask(name: str, look: Look, now: dt.datetime) -> list[Finding]:
    """Run a check that asks the database, which stops a query that takes too long."""
    try:
        if connection.vendor != "postgresql":
            return list(look(now))
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{PATIENCE}s"])
        try:
            return list(look(now))
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The check %s failed: %r", name, error)
        return [_failed(name, error)]


def _no_answer(name: str) -> Finding:
    return fault(
        name,
        _("no answer within %(seconds)d seconds") % {"seconds": PATIENCE},
        _("Check whether a disk or a server it uses is hanging."),
    )


def _failed(name: str, error: Exception) -> Finding:
    return fault(
        name,
        _("could not be checked: %(error)s") % {"error": f"{type(error).__name__}: {error}"[:200]},
        _("Check the database and the migrations first, then the log."),
    )
