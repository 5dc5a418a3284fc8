"""The parameters of an API request for records: a search, an order, and where the last page ended."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, WithJsonSchema, create_model

from api.cursors import WrongCursor, read_cursor, write_cursor
from api.parameters import MOST, USUAL, Parameters, one_of, refuse, whole_number
from core.types import Person
from library.finding.facets import FACETS
from library.finding.finder import SearchResults
from library.finding.search_address import canonical_query, run_search
from library.vocabularies.dates import FIRST_YEAR, LAST_YEAR, plausible_year_of

# A search by best match returns no more than this: beyond it, the order by score means nothing.
MOST_BY_RELEVANCE = 10_000
SORTS = ("id", "relevance")
_CURSORS = "library.api"


def _read_year(text: Any) -> Any:
    if not isinstance(text, str) or not text:
        return None
    year = plausible_year_of(text)
    if year is None:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise refuse(_("Enter a year from %(first)s to %(last)s.") % limits)
    return year


_Year = Annotated[
    int | None,
    BeforeValidator(_read_year),
    WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}),
]


class _Search(Parameters):
    """The words and years of a search. The search itself reads the address, as the finder does."""

    q: str = Field(
        "",
        description=(
            "Words as in the finder: quotes around a phrase, a minus leaves out, author:, title:, topic:."
        ),
        json_schema_extra={"maxLength": 512},
        examples=["cold homes"],
    )
    year_from: _Year = Field(None, description="Issued in this year or later.", examples=[2015])
    year_to: _Year = Field(None, description="Issued in this year or before.", examples=[2025])

    @classmethod
    def wrong_together(cls, query: QueryDict) -> dict[str, str]:
        first, last = (plausible_year_of(query.get(name, "")) for name in ("year_from", "year_to"))
        if first and last and first > last:
            return {"year_to": _("It is before year_from.")}
        return {}


_FACETS: dict[str, Any] = {
    facet.name: (
        list[str],
        Field(
            [], description=f"{facet.label}: several mean any of them. /api/v1/facets/ lists them."
        ),
    )
    for facet in FACETS
}
# A search can be narrowed by every facet of the finder.
_SearchWithFacets: Any = create_model("_SearchWithFacets", __base__=_Search, **_FACETS)


class SearchParameters(_SearchWithFacets):
    """A search."""


class RecordParameters(SearchParameters):
    """A search, and a page of it."""

    sort: Annotated[
        Literal["id", "relevance"] | None,
        BeforeValidator(one_of(SORTS)),
        WithJsonSchema({"type": "string", "enum": list(SORTS)}),
    ] = Field(
        None,
        description=(
            f"By default relevance with q, otherwise id. By relevance at most {MOST_BY_RELEVANCE} records are "
            "handed out; by id all of them, none twice, whatever comes in meanwhile."
        ),
    )
    limit: Annotated[int, BeforeValidator(whole_number(1, MOST))] = Field(
        USUAL, ge=1, le=MOST, description="How many records a page holds.", examples=[100]
    )
    cursor: str = Field("", description="Where the page begins: follow “next” of the page before.")

    @classmethod
    def wrong_together(cls, query: QueryDict) -> dict[str, str]:
        wrong: dict[str, str] = super().wrong_together(query)
        try:
            read_cursor(_CURSORS, _list_of(query), query.get("cursor", ""))
        except WrongCursor as error:
            wrong["cursor"] = str(error)
        return wrong


def _list_of(query: QueryDict) -> Sequence[str]:
    """Return what a cursor belongs to: a search, whatever way it is written, and its order."""
    search = hashlib.sha256(canonical_query(query).encode()).hexdigest()[:16]
    sort = query.get("sort") or ("relevance" if query.get("q", "").strip() else "id")
    return [search, sort]


@dataclass(frozen=True)
class PageRequest:
    """One page of one search: its order, its length, and after which record or place it begins."""

    results: SearchResults
    sort: str
    limit: int
    start: int
    belongs_to: Sequence[str]

    def keys(self) -> list[int]:
        """Return the keys of the records of this page, and one more where another page follows."""
        if self.sort == "relevance":
            stop = min(self.start + self.limit + 1, MOST_BY_RELEVANCE)
            return self.results.keys(self.start, stop) if stop > self.start else []
        return self.results.index.by_key(self.start, self.limit + 1)

    def cursor_after(self, keys: list[int]) -> str:
        """Return the signed cursor of the next page; empty on the last one."""
        if len(keys) <= self.limit:
            return ""
        place = keys[self.limit - 1] if self.sort == "id" else self.start + self.limit
        return write_cursor(_CURSORS, self.belongs_to, place)


def read_page_request(
    query: QueryDict, parameters: RecordParameters, *, person: Person
) -> PageRequest:
    """Run the search of the address and find the page that was asked for."""
    belongs_to = _list_of(query)
    sort = belongs_to[1]
    results = run_search(query, user=person)
    if sort == "relevance" and not results.query:
        # Without words nothing matches better than anything else.
        sort = "id"
    start = read_cursor(_CURSORS, belongs_to, parameters.cursor)
    return PageRequest(results, sort, parameters.limit, start, belongs_to)
