"""Handing out a list a page at a time, in the order of its keys."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from api.addresses import full_address
from api.callers import ApiRequest
from api.cursors import write_cursor
from api.parameters import PageParameters
from core.web.querystrings import with_query

_Thing = TypeVar("_Thing", bound=Model)


def next_page(
    request: ApiRequest, things: "QuerySet[_Thing]", asked: PageParameters
) -> tuple[list[_Thing], str | None]:
    """Return the things of the page that was asked for, and the address of the page after it.

    In the order of their keys none is handed out twice or left out, whatever comes in meanwhile. Start from
    ``visible_to(request.caller.person)``.
    """
    found = list(things.filter(pk__gt=asked.start).order_by("pk")[: asked.limit + 1])
    page = found[: asked.limit]
    if len(found) == len(page):
        return page, None
    cursor = write_cursor(asked.cursors, [], page[-1].pk)
    return page, full_address(request.path + with_query(request.GET, cursor=cursor))
