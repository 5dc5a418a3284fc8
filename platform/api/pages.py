"""Handing out a list a page at a time, in the order of its keys."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TypeVar

from django.db.models import Model, QuerySet

from api.addresses import full_address
from api.callers import ApiRequest
from api.cursors import write_cursor
from api.parameters import PageParameters
from core.web.querystrings import with_query

_Thing = TypeVar("_Thing", bound=Model)
_Listed = TypeVar("_Listed")


def next_page(
    request: ApiRequest, things: "QuerySet[_Thing]", asked: PageParameters
) -> tuple[list[_Thing], str | None]:
    """Return the things of the page that was asked for, and the address of the page after it.

    In the order of their keys none is handed out twice or left out, whatever comes in meanwhile. Start from
    ``visible_to(request.caller.person)``.
    """
    found = list(things.filter(pk__gt=asked.after).order_by("pk")[: asked.limit + 1])
    return _cut(request, found, asked, attrgetter("pk"))


def next_page_of_list(
    request: ApiRequest,
    things: Iterable[_Listed],
    asked: PageParameters,
    *,
    key: Callable[[_Listed], int],
) -> tuple[list[_Listed], str | None]:
    """Do the same with things that are loaded already; ``key`` tells the primary key of each."""
    found = sorted((each for each in things if key(each) > asked.after), key=key)
    return _cut(request, found[: asked.limit + 1], asked, key)


def _cut(
    request: ApiRequest, found: list[_Listed], asked: PageParameters, key: Callable[[_Listed], int]
) -> tuple[list[_Listed], str | None]:
    page = found[: asked.limit]
    if len(found) == len(page):
        return page, None
    cursor = write_cursor(asked.cursors, [], key(page[-1]))
    return page, full_address(request.path + with_query(request.GET, cursor=cursor))
