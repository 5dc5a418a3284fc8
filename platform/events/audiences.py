"""Who can come to events that are not for everyone: each app above registers whom it lets in.

An app that attaches events to a thing of its own, such as a cohort, keeps the table that joins the two, and says in
its ``event_audiences.py`` which events a reader may come to::

    @event_audience("cohorts")
    def events_of_learners(reader: Any) -> QuerySet[Any, Any]:
        return CohortEvent.objects.filter(cohort__learners=reader).values("event")

``reader`` is whatever stands for a person in a filter: the person, or ``OuterRef`` in the rules of notifications.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from core.registry import Registry

LetIn = Callable[[Any], QuerySet[Any, Any]]
AUDIENCES: Registry[LetIn] = Registry("audience of events")
MANAGERS: Registry[LetIn] = Registry("managers of events")
EXPECTED: Registry[LetIn] = Registry("events at which people are expected")
SECRETS: Registry[Callable[[], QuerySet[Any, Any]]] = Registry("events for an audience alone")


def event_audience(name: str) -> Callable[[LetIn], LetIn]:
    """Register the decorated ``reader -> keys of events`` that a thing of the app lets this reader into."""
    return AUDIENCES.register(name)


def let_in_by_others(reader: Any) -> Q:
    """Return the condition on events that some app lets this reader in."""
    condition = Q(pk__in=[])
    for find in AUDIENCES.values():
        condition |= Q(pk__in=find(reader))
    return condition


def event_managers(name: str) -> Callable[[LetIn], LetIn]:
    """Register the decorated ``reader -> keys of events`` that this reader looks after, besides hosts and staff."""
    return MANAGERS.register(name)


def managed_through_others(reader: Any) -> Q:
    """Return the condition on events that some app lets this reader look after them."""
    condition = Q(pk__in=[])
    for find in MANAGERS.values():
        condition |= Q(pk__in=find(reader))
    return condition


def events_expecting(name: str) -> Callable[[LetIn], LetIn]:
    """Register the decorated ``reader -> keys of events`` that are on this reader's home before they register."""
    return EXPECTED.register(name)


def expected_by_others(reader: Any) -> Q:
    """Return the condition on events that some app expects this reader there."""
    condition = Q(pk__in=[])
    for find in EXPECTED.values():
        condition |= Q(pk__in=find(reader))
    return condition


def for_its_audience_alone(
    name: str,
) -> Callable[[Callable[[], QuerySet[Any, Any]]], Callable[[], QuerySet[Any, Any]]]:
    """Register the decorated ``() -> keys of events`` of which nobody may know but who is let in today.

    Neither may the staff, nor people who had registered and are let in no more.
    """
    return SECRETS.register(name)


def secret_events() -> Q:
    """Return the condition on events that are for their audience alone."""
    condition = Q(pk__in=[])
    for find in SECRETS.values():
        condition |= Q(pk__in=find())
    return condition
