"""Positions of things that people reorder: modules, citations, records of a list."""

from typing import Any

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest

_STEPS = {"up": -1, "down": 1}


def step_of(request: HttpRequest) -> int:
    """Return -1 for the button "up", 1 for "down". Raises ``Http404`` for anything else."""
    try:
        return _STEPS[request.POST["move"]]
    except KeyError as error:
        raise Http404 from error


def next_position(siblings: QuerySet[Any]) -> int:
    """Return the position after the last of the siblings."""
    return (siblings.aggregate(last=Max("position"))["last"] or 0) + 1


def move_by_one(siblings: QuerySet[Any], thing: Any, step: int) -> bool:
    """Swap the thing with its neighbour; return whether there was one."""
    ordered = list(siblings)
    here = ordered.index(thing)
    there = here + step
    if not 0 <= there < len(ordered):
        return False
    ordered[here], ordered[there] = ordered[there], ordered[here]
    renumber(ordered)
    return True


def renumber(ordered: list[Any]) -> None:
    """Renumber the positions in list order, from one. One query."""
    for position, thing in enumerate(ordered, start=1):
        thing.position = position
    if ordered:
        type(ordered[0]).objects.bulk_update(ordered, ["position"])
