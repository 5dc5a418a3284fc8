"""A table as one address asks for it: sorted, one page of it, or all of it as CSV."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Generic, NamedTuple

from django.core.paginator import Page
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django_stubs_ext import StrOrPromise

from core.files.spreadsheets import csv_answer
from core.tables.cells import Cell
from core.tables.layout import Choosing, Column, Layout, Row, RowAction
from core.web.querystrings import with_query
from core.web.requests import paginator_of
from core.web.way_back import place_of

SIZES = (25, 50, 100)
_BATCH = 500


class Head(NamedTuple):
    """The head of a column; its address sorts by it."""

    label: str
    style: str
    address: str = ""
    # "ascending" or "descending", while the rows are sorted by it.
    direction: str = ""


class Choice(NamedTuple):
    """The check box with which a row is chosen; without a key there is room for it and no box."""

    form: str
    parameter: str
    key: int
    about: str
    is_chosen: bool


class ShownLine(NamedTuple):
    """All that a row shows, but for its buttons. Rows that are equal read alike, so one is rendered for all of them."""

    # The name of the row, to which its page leads back.
    place: str
    # Each with the attributes of its column; the first names the row.
    cells: tuple[tuple[SafeString, Cell], ...]
    choice: Choice | None
    # What can be done with it, if all of it are links; nothing where buttons follow, or no row has any.
    links: tuple[RowAction, ...] | None

    @property
    def words(self) -> SafeString:
        """Write the cells in one piece if there are but words in them; a table has hundreds. Otherwise empty."""
        if any(cell.has_more for _attributes, cell in self.cells):
            return SafeString("")
        (attributes, first), *others = self.cells
        row = [f'<th scope="row" role="rowheader"{attributes}>{first.words}</th>']
        row += [f'<td role="cell"{attributes}>{cell.words}</td>' for attributes, cell in others]
        return mark_safe("".join(row))  # noqa: S308  (each part is escaped)


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    shown: ShownLine
    # What can be done with it, if some of it is sent. Each form has a token of its reader, so it is not kept.
    buttons: Sequence[RowAction]


class Size(NamedTuple):
    """A number of rows on a page, and the address with it."""

    rows: int
    address: str
    is_current: bool


class WorkTable(Generic[Row]):
    """The rows of a QuerySet or a list, as the parameters of an address ask for them.

    ``sort`` names a column, with a minus for the other way round; ``per_page`` is 25, 50 or 100; ``page`` a
    page. Anything else shows the usual order, 25 rows, the first page. ``rows`` makes rows of many things at
    once, for those that need to be looked up together. Where the page counted the things already, ``count`` saves
    asking for it again.
    """

    def __init__(
        self,
        query: QueryDict,
        layout: Layout[Row],
        things: QuerySet[Any] | Sequence[Any],
        *,
        rows: Callable[[list[Any]], list[Row]] = list,
        count: int | None = None,
    ) -> None:
        self.layout = layout
        self._query = query
        self._rows = rows
        self._count = count
        self._sorted_by, self._is_descending = self._sort_asked_for()
        self._things = self._sorted(things)

    @property
    def caption(self) -> StrOrPromise:
        return self.layout.caption

    @property
    def choosing(self) -> Choosing[Row] | None:
        return self.layout.choosing

    @property
    def has_choices(self) -> bool:
        return self.choosing is not None

    @cached_property
    def per_page(self) -> int:
        asked = self._query.get("per_page", "")
        return next((size for size in SIZES if str(size) == asked), SIZES[0])

    @cached_property
    def page(self) -> Page:
        """Return the page that is asked for; an invalid number shows the first, one beyond the end the last."""
        paginator = paginator_of(self._things, self.per_page, count=self._count)
        return paginator.get_page(self._query.get("page"))

    @cached_property
    def rows(self) -> list[Row]:
        return self._rows(list(self.page.object_list))

    @cached_property
    def lines(self) -> list[Line]:
        columns = [(column.attributes, column.cell) for column in self.layout.columns]
        rows = [
            (row, tuple((attributes, cell(row)) for attributes, cell in columns))
            for row in self.rows
        ]
        # Several rows may lead to the same page: the first of them has its name. So have links at the end of rows,
        # unless a row leads there.
        places = {""}
        named = [_new_place(cells[0][1].address, places) for _row, cells in rows]
        return [
            self._line(row, cells, place, places)
            for (row, cells), place in zip(rows, named, strict=True)
        ]

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        return tuple(map(self._head, self.layout.columns))

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """The numbers of rows to choose from, if there is more than fits on the smallest page."""
        if self.page.paginator.count <= SIZES[0]:
            return ()
        return tuple(
            Size(size, with_query(self._query, per_page=size, page=None), size == self.per_page)
            for size in SIZES
        )

    @property
    def context(self) -> dict[str, Any]:
        """Return what the page of the table shows."""
        return {"table": self, "page": self.page}

    @property
    def is_asked_for_as_csv(self) -> bool:
        return self.layout.has_csv and self._query.get("as") == "csv"

    @property
    def csv_address(self) -> str:
        return with_query(self._query, **{"page": None, "per_page": None, "as": "csv"})

    @cached_property
    def are_all_chosen(self) -> bool:
        return self._query.get("choose") == "all"

    @property
    def choose_all_address(self) -> str:
        return with_query(self._query, choose=None if self.are_all_chosen else "all")

    def as_csv(self) -> HttpResponseBase:
        """Answer with a file of every row that the filters leave."""
        return csv_answer(self.csv_rows(), name=self.layout.name)

    def csv_rows(self) -> Iterator[list[str]]:
        """Yield the labels, then every row that the filters leave."""
        yield [str(column.label) for column in self.layout.columns]
        for row in self._all_rows():
            yield [column.cell(row).plain for column in self.layout.columns]

    def _all_rows(self) -> Iterator[Row]:
        things = self._things
        every = iter(things.iterator(chunk_size=_BATCH) if isinstance(things, QuerySet) else things)
        while batch := list(islice(every, _BATCH)):
            yield from self._rows(batch)

    def _sort_asked_for(self) -> tuple[Column[Row] | None, bool]:
        for asked in (self._query.get("sort", ""), self.layout.usual_sort):
            for column in self.layout.columns:
                if column.can_be_sorted and asked in (column.name, f"-{column.name}"):
                    return column, asked.startswith("-")
        return None, False

    def _sorted(self, things: QuerySet[Any] | Sequence[Any]) -> QuerySet[Any] | Sequence[Any]:
        column = self._sorted_by
        if column is None:
            return things
        if isinstance(things, QuerySet):
            fields = [_ordered(field, is_descending=self._is_descending) for field in column.sort]
            return things.order_by(*fields, "pk") if fields else things
        if column.sort_key is None:
            return things
        return sorted(things, key=column.sort_key, reverse=self._is_descending)

    def _head(self, column: Column[Row]) -> Head:
        if not column.can_be_sorted:
            return Head(str(column.label), column.style)
        is_current = column is self._sorted_by
        turns = not self._is_descending if is_current else column.is_descending
        direction = ("descending" if self._is_descending else "ascending") if is_current else ""
        asked = f"-{column.name}" if turns else column.name
        address = with_query(self._query, sort=asked, page=None)
        return Head(str(column.label), column.style, address, direction)

    def _line(
        self, row: Row, cells: tuple[tuple[SafeString, Cell], ...], place: str, places: set[str]
    ) -> Line:
        actions = tuple(_named(action, places) for action in self.layout.actions(row))
        are_links = all(action.is_link for action in actions)
        links = actions if are_links and self.layout.has_actions else None
        shown = ShownLine(place, cells, self._choice(row), links)
        return Line(shown, () if are_links else actions)

    def _choice(self, row: Row) -> Choice | None:
        choosing = self.choosing
        if choosing is None:
            return None
        return Choice(
            form=f"{self.layout.name}-chosen",
            parameter=choosing.parameter,
            key=choosing.key(row),
            about=str(choosing.about(row)),
            is_chosen=self.are_all_chosen,
        )


def _new_place(address: str, places: set[str]) -> str:
    """Return the name by which the page of this address leads back, once for each page."""
    place = place_of(address) if address else ""
    if place in places:
        return ""
    places.add(place)
    return place


def _named(action: RowAction, places: set[str]) -> RowAction:
    """Write what the action is about, and give a link whose page is not known yet its name."""
    place = _new_place(action.address, places) if action.is_link else ""
    return action._replace(label=str(action.label), about=str(action.about), place=place)


def _ordered(field: str, *, is_descending: bool) -> OrderBy:
    """Sort by the field; rows without a value come last either way."""
    value = F(field)
    return value.desc(nulls_last=True) if is_descending else value.asc(nulls_last=True)


def show_table(
    request: HttpRequest,
    template: str,
    table: WorkTable[Any],
    context: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """Show the page of a table, or answer with its CSV when ``?as=csv`` asks for it."""
    if table.is_asked_for_as_csv:
        return table.as_csv()
    return render(request, template, {**table.context, **(context or {})})
