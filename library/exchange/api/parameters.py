"""The parameters of an API request: a search, an order, and where the last page ended."""

import hashlib
from dataclasses import dataclass

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.types import Person
from library.exchange.api.problems import ApiProblem
from library.finding.facets import FACETS
from library.finding.finder import SearchResults
from library.finding.search_address import canonical_query, run_search
from library.vocabularies.dates import FIRST_YEAR, LAST_YEAR, plausible_year_of

MOST, USUAL = 200, 50
# A search by best match returns no more than this: beyond it, the order by score means nothing.
MOST_BY_RELEVANCE = 10_000
SEARCH = frozenset(["q", "year_from", "year_to", *(facet.name for facet in FACETS)])
PAGING = frozenset(["sort", "limit", "cursor"])
SORTS = ("id", "relevance")
_SALT = "library.api"


@dataclass(frozen=True)
class PageRequest:
    """One page of one search: its order, its length, and after which record or place it begins."""

    results: SearchResults
    sort: str
    limit: int
    start: int
    search: str

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
        return signing.dumps([self.search, self.sort, place], salt=_SALT)


def read_page_request(query: QueryDict, *, user: Person) -> PageRequest:
    """Read the parameters. Raises ``ApiProblem`` (400) that names every one that is wrong."""
    wrong = {
        name: _("There is no such parameter.") for name in query if name not in SEARCH | PAGING
    }
    limit = _limit_in(query, wrong)
    sort = query.get("sort") or ("relevance" if query.get("q", "").strip() else "id")
    if sort not in SORTS:
        wrong["sort"] = _("Choose one of: %(choices)s.") % {"choices": ", ".join(SORTS)}
    _check_years(query, wrong)
    search = hashlib.sha256(canonical_query(query).encode()).hexdigest()[:16]
    start = _start_in(query, search, sort, wrong)
    if wrong:
        raise ApiProblem(400, _("Some parameters are wrong: see “errors”."), wrong=wrong)
    results = run_search(query, user=user)
    if sort == "relevance" and not results.query:
        # Without words nothing matches better than anything else.
        sort = "id"
    return PageRequest(results, sort, limit, start, search)


def check_search(query: QueryDict) -> None:
    """Check the search of a request that has no pages."""
    wrong = {name: _("There is no such parameter.") for name in query if name not in SEARCH}
    _check_years(query, wrong)
    if wrong:
        raise ApiProblem(400, _("Some parameters are wrong: see “errors”."), wrong=wrong)


def _limit_in(query: QueryDict, wrong: dict[str, str]) -> int:
    text = query.get("limit", str(USUAL))
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST:
        return int(text)
    wrong["limit"] = _("Enter a number from 1 to %(most)s.") % {"most": MOST}
    return USUAL


def _check_years(query: QueryDict, wrong: dict[str, str]) -> None:
    years = {}
    for name in ("year_from", "year_to"):
        text = query.get(name, "")
        if not text:
            continue
        year = plausible_year_of(text)
        if year is None:
            limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
            wrong[name] = _("Enter a year from %(first)s to %(last)s.") % limits
        else:
            years[name] = year
    if len(years) == 2 and years["year_from"] > years["year_to"]:
        wrong["year_to"] = _("It lies before year_from.")


def _start_in(query: QueryDict, search: str, sort: str, wrong: dict[str, str]) -> int:
    token = query.get("cursor", "")
    if not token:
        return 0
    try:
        of_search, of_sort, start = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        wrong["cursor"] = _("This is no cursor of ours. Begin again without one.")
        return 0
    if (of_search, of_sort) != (search, sort):
        wrong["cursor"] = _("This cursor belongs to another search. Begin again without one.")
        return 0
    return int(start)
