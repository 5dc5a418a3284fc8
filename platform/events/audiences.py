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


def event_audience(name: str) -> Callable[[LetIn], LetIn]:
    """Register the decorated ``reader -> keys of events`` that a thing of the app lets this reader into."""
    return AUDIENCES.register(name)


def let_in_by_others(reader: Any) -> Q:
    """Return the condition on events that some app lets this reader in."""
    condition = Q(pk__in=[])
    for find in AUDIENCES.values():
        condition |= Q(pk__in=find(reader))
    return condition
