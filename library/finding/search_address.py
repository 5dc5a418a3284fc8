"""Reading a search from the query string of an address, and writing it back in one canonical form."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.types import Person
from core.web.querystrings import Chip, chip
from library.finding.facets import FACETS, Filters, filters_from
from library.finding.finder import SearchResults, Sort, search
from library.finding.search.query import clean
from library.vocabularies.dates import plausible_year_of

_SINGLE = ("q", "exact", "sort", "page", "year_from", "year_to")


def read_filters(query: QueryDict) -> Filters:
    """Read the filters of the query string. Impossible years, and a last year before the first, are ignored."""
    first, last = (
        plausible_year_of(query.get(name, "").strip()) for name in ("year_from", "year_to")
    )
    if first and last and first > last:
        last = None
    return filters_from(query, year_from=first, year_to=last)


def read_sort(query: QueryDict) -> Sort:
    """Read the order of the results; best match when none or an unknown one is named."""
    value = query.get("sort", "")
    return Sort(value) if value in Sort.values else Sort.RELEVANCE


def is_exact(query: QueryDict) -> bool:
    """Tell whether the words shall be searched as typed, without spelling correction.

    The address names the words that this is for, so that other words typed into the same form are repaired
    again.
    """
    text = query.get("q", "")
    return bool(text) and query.get("exact") == text


def run_search(query: QueryDict, *, user: Person) -> SearchResults:
    """Run the search of the query string for this reader."""
    return search(
        text=query.get("q", ""),
        filters=read_filters(query),
        user=user,
        sort=read_sort(query),
        repairs=not is_exact(query),
    )


def known_query(query: QueryDict) -> QueryDict:
    """Return what a search knows of a query string, so that addresses do not grow with what anyone writes.

    The values are those that ``read_filters`` takes; names and values keep their order.
    """
    known = QueryDict(mutable=True)
    filters = read_filters(query)
    for name in query:
        if name in _SINGLE:
            known[name] = query.get(name, "")
        elif values := filters.of(name):
            known.setlist(name, list(values))
    return known


def canonical_query(query: QueryDict) -> str:
    """Return the query string in canonical form: words, filters and years in a fixed order, nothing else."""
    filters = read_filters(query)
    kept = QueryDict(mutable=True)
    if text := clean(query.get("q", "")):
        kept["q"] = text
        if is_exact(query):
            kept["exact"] = text
    for facet in FACETS:
        if values := filters.of(facet.name):
            kept.setlist(facet.name, sorted(values))
    for name, year in (("year_from", filters.year_from), ("year_to", filters.year_to)):
        if year:
            kept[name] = str(year)
    return kept.urlencode()


def filter_chips(query: QueryDict, results: SearchResults) -> list[Chip]:
    """Return each filter in force in words, with the address of the page without it."""
    filters = results.filters
    chips = [
        chip(label, query, counted.facet.name, value)
        for counted in results.facets
        for value, label in counted.chips()
    ]
    if filters.year_from:
        chips.append(chip(_("From %(year)s") % {"year": filters.year_from}, query, "year_from"))
    if filters.year_to:
        chips.append(chip(_("To %(year)s") % {"year": filters.year_to}, query, "year_to"))
    return chips
