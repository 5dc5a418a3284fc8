"""The table of the evidence map, as a page and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.querystrings import with_query
from library.finding.evidence_map import MOST_COLUMNS, MOST_ROWS, AxisValue, EvidenceMap
from library.finding.search_address import canonical_query

# The shades of the numbers, by their share of the largest one in the table.
_SHADES = ((0.5, "most"), (0.2, "many"), (0.05, "some"), (0, "few"))


@dataclass(frozen=True)
class Head:
    """The name of a row or a column, and the address of the map with what is below it."""

    label: SafeString
    depth: int = 0
    folded: int = 0
    address: str = ""


class MapTable:
    """The evidence map in one search of the finder; ``query`` is the map's own address."""

    def __init__(self, shown: EvidenceMap, query: QueryDict) -> None:
        self.map = shown
        self._query = query
        self._finder = reverse("library:finder")
        self._numbers: dict[int, str] = {}
        self.rows = shown.rows.shown(MOST_ROWS)
        self.columns = shown.columns.shown(MOST_COLUMNS)
        self.rows_left_out = len(shown.rows.values) - len(self.rows)
        self.columns_left_out = len(shown.columns.values) - len(self.columns)

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the columns, each with the way to what is below it."""
        return [self._head(column, self.map.columns.facet.name) for column in self.columns]

    @property
    def first_line(self) -> SafeString:
        """Write the counts of all records: of the whole table, then of each column."""
        filters = self._filters
        cells = [
            self._total_cell(column.records, filters[1], column, column.label)
            for column in self.columns
        ]
        every = _cell(
            self._link(self.map.total, escape(filters[0]), escape(_("All"))),
            escape(_("All")),
            "total-cell",
        )
        return mark_safe(every + "".join(cells))  # noqa: S308  (each is escaped)

    @property
    def lines(self) -> Iterator[tuple[Head, SafeString]]:
        """Yield each row with its counts, written in one piece as a table has hundreds."""
        name = self.map.rows.facet.name
        for row in self.rows:
            yield self._head(row, name), mark_safe("".join(self._cells(row)))  # noqa: S308  (each is escaped)

    def csv_rows(self) -> Iterator[list[object]]:
        """Yield the labels, then every row with every column, however many a page shows."""
        rows, columns = self.map.rows, self.map.columns
        labels = [_path(column) for column in columns.values]
        yield [str(rows.facet.label), _("Code"), _("Part of"), _("All"), *labels]
        totals = [column.records for column in columns.values]
        yield [_("All"), "", "", self.map.total, *totals]
        for row in rows.values:
            counts = [self.map.count(row, column) for column in columns.values]
            above = " > ".join(str(label) for label in row.above)
            yield [str(row.label), row.value, above, row.records, *counts]

    def _cells(self, row: AxisValue) -> Iterator[str]:
        *_both, of_rows, of_pairs = self._filters
        yield self._total_cell(row.records, of_rows, row, _("All"), about=row.label)
        start = escape(f"{of_pairs}{self._parameter(self.map.rows.facet.name, row.value)}")
        about = f"{escape(str(row.label))}, "
        for column, (suffix, label) in zip(self.columns, self._suffixes, strict=True):
            count = self.map.count(row, column)
            if count:
                link = self._link(count, start + suffix, about + label)
                yield _cell(link, label, f"is-{self._shade(count)}")
            else:
                yield self._empty(label)

    @cached_property
    def _suffixes(self) -> list[tuple[str, str]]:
        name = self.map.columns.facet.name
        return [
            (escape(self._parameter(name, each.value)), escape(str(each.label)))
            for each in self.columns
        ]

    def _total_cell(
        self, count: int, filters: str, value: AxisValue, label: object, *, about: object = ""
    ) -> str:
        if not count:
            return self._empty(escape(str(label)))
        facet = (self.map.rows if about else self.map.columns).facet.name
        address = escape(f"{filters}{self._parameter(facet, value.value)}")
        return _cell(
            self._link(count, address, escape(str(about or label))),
            escape(str(label)),
            "total-cell",
        )

    @cached_property
    def _none(self) -> str:
        return escape(_("none"))

    def _empty(self, label: str) -> str:
        return _cell(self._none, label, "is-empty")

    def _link(self, count: int, filters: str, about: str) -> str:
        """Write the way to the finder. Filters and words are escaped: a table has more than a thousand links."""
        words = self._numbers.get(count)
        if words is None:
            noun = ngettext("record", "records", count)
            shown = escape(number_format(count, force_grouping=True))
            words = f'{shown}<span class="visually-hidden"> {escape(noun)}: '
            self._numbers[count] = words
        address = filters.removeprefix("&amp;")
        return f'<a href="{self._finder}?{address}">{words}{about}</span></a>'

    @cached_property
    def _filters(self) -> tuple[str, str, str, str]:
        """The finder's filters: all, without those of the columns, of the rows, and of both."""
        rows, columns = self.map.rows.facet.name, self.map.columns.facet.name
        everything = QueryDict(canonical_query(self._query))
        return (
            everything.urlencode(),
            _without(everything, columns),
            _without(everything, rows),
            _without(everything, rows, columns),
        )

    def _parameter(self, name: str, value: str) -> str:
        query = QueryDict(mutable=True)
        query[name] = value
        return f"&{query.urlencode()}"

    @cached_property
    def _largest(self) -> int:
        return max(self.map.counts.values(), default=1)

    def _shade(self, count: int) -> str:
        share = count / self._largest
        return next(name for least, name in _SHADES if share >= least)

    def _head(self, value: AxisValue, facet: str) -> Head:
        label = format_html("{}", value.label)
        if value.above:
            wider = _("in %(wider)s") % {"wider": value.above[-1]}
            label += format_html('<span class="visually-hidden"> ({})</span>', wider)
        address = with_query(self._query, **{facet: value.value}) if value.folded else ""
        return Head(label, min(value.depth, 3), value.folded, address)


def _without(query: QueryDict, *names: str) -> str:
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()


def _cell(words: str, label: str, style: str) -> str:
    return f'<td role="cell" class="number-cell {style}" data-label="{label}">{words}</td>'


def _path(value: AxisValue) -> str:
    return " > ".join(str(label) for label in chain(value.above, [value.label]))
