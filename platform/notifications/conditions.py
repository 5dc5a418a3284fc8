"""The rules of notifications: may their reader still open the thing, and is the news still true?

Each app states them in its ``notification_rules.py``. They are part of the query wherever a notification is shown,
counted, summed up or mailed, so that somebody who was removed from a network hears no more of it, and a request that
was withdrawn is not mailed as if it were open. A rule describes rows, with ``OuterRef("recipient")`` for the reader::

    @may_open(kinds.BOOKED)
    def sessions_of_reader() -> QuerySet[Session]:
        return Session.objects.filter(match__mentee=OuterRef("recipient"))
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.registry import Registry
from notifications.kinds import Kind

Open = Callable[[], QuerySet[Any]]
Current = Callable[[dt.datetime], QuerySet[Any]]
Rule = TypeVar("Rule", Open, Current)

MAY_OPEN: Registry[Open] = Registry("rule on who may open a notification")
IS_CURRENT: Registry[Current] = Registry("rule on when a notification is still news")


def may_open(*kinds: Kind) -> Callable[[Open], Open]:
    """Register the decorated ``() -> rows`` for these kinds: the things that the recipient may open."""
    return _register(MAY_OPEN, kinds)


def is_current(*kinds: Kind) -> Callable[[Current], Current]:
    """Register the decorated ``(moment) -> rows`` for these kinds: the things of which the news is still true.

    It is asked only before mail leaves; the inbox keeps what was true once.
    """
    return _register(IS_CURRENT, kinds)


def open_to_recipient(kinds: Collection[str] | None = None) -> Q:
    """Return the condition on notifications that their recipient may open the thing.

    With ``kinds`` it holds for none but these, and is built and asked in a fraction of the time that all kinds take.
    """
    return _condition(dict(MAY_OPEN), lambda rule: rule(), kinds)


def current_at(moment: dt.datetime, kinds: Collection[str] | None = None) -> Q:
    """Return the condition on notifications that what they say is still true; with ``kinds`` for none but these."""
    return _condition(dict(IS_CURRENT), lambda rule: rule(moment), kinds)


def _register(registry: Registry[Rule], kinds: tuple[Kind, ...]) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        for kind in kinds:
            registry.add(kind.name, rule)
        return rule

    return register


def _condition(
    rules: dict[str, Rule],
    rows_of: Callable[[Rule], QuerySet[Any]],
    kinds: Collection[str] | None,
) -> Q:
    """Join the rules into one condition, in which each rule stands once, however many kinds it is for.

    Kinds without a rule are open to whoever was told, and so is what was told before the rules were there.
    """
    if kinds is not None:
        rules = {name: rules[name] for name in sorted(kinds) if name in rules}
    kinds_of: dict[Rule, list[str]] = defaultdict(list)
    for name, rule in rules.items():
        kinds_of[rule].append(name)
    condition = Q(about=None) | ~Q(kind__in=list(rules))
    for rule, names in kinds_of.items():
        condition |= Q(Exists(rows_of(rule).filter(pk=OuterRef("about"))), kind__in=names)
    return condition if kinds is None else condition & Q(kind__in=kinds)
