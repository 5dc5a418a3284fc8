"""Where the readers go: from page to page, breadth first, and then wherever the others have been."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver

from benchmarks.outside.visits import Form, Visitor, matched, name_of

MOST_PAGES = 400
# Of one view so many pages are read: with other keys, and with other questions behind the question mark.
MOST_KEYS, MOST_QUESTIONS = 6, 6
_MORE_QUESTIONS = {"oai": 40, "library:finder": 18, "api:endpoint": 12}
# Of each view so many addresses that others have seen are tried by everyone.
SHARED = 2

STARTS = (
    *("/", "/home/", "/library/", "/api/", "/api/v1/openapi.json", "/api/v1/records/"),
    *("/api/v1/facets/", "/sitemap.xml", "/robots.txt", "/courses/", "/mentoring/", "/networks/"),
    *("/submissions/", "/accounts/settings/", "/accounts/my-data/", "/institute/", "/admin/"),
    *("/library/lists/", "/library/searches/", "/library/desk/", "/accounts/people/"),
    *("/library/?q=fuel+poverty", "/library/?q=povrety", "/library/?q=qqqq", "/search/?q=housing"),
    *("/library/suggestions/?q=hous", "/library/feed.atom", "/library/feed.atom?q=housing"),
    *("/library/export.ris?q=housing", "/library/export.bib?q=housing", "/library/gaps.csv"),
    *("/library/export.json?q=housing", "/library/export.csv?q=housing", "/library/usage.csv"),
    *("/api/v1/records/?q=housing", "/api/v1/records/?page_size=2", "/api/v1/records/?sort=x"),
    *("/api/v1/facets/?q=housing", "/api/v1/records/999999999/", "/library/999999999/", "/none/"),
    *("/health/live", "/health/ready", "/design/"),
)
OAI = (
    *("/oai", "/oai?verb=Identify", "/oai?verb=ListMetadataFormats", "/oai?verb=ListSets"),
    *(
        f"/oai?verb={verb}&metadataPrefix={prefix}"
        for verb in ("ListIdentifiers", "ListRecords")
        for prefix in ("oai_dc", "oai_datacite", "none")
    ),
    *("/oai?verb=ListRecords", "/oai?verb=Nothing", "/oai?verb=ListRecords&resumptionToken=x"),
    "/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-01&until=2026-11-24",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=type:case-study",
    "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=none",
    *(
        f"/oai?verb=GetRecord&metadataPrefix={prefix}&identifier=oai:testserver:record/{key}"
        for prefix in ("oai_dc", "oai_datacite")
        for key in (1, 40, 161)
    ),
)


@dataclass
class Found:
    """The addresses and the forms that a reader came across."""

    addresses: list[str] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)


def routes() -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address."""
    yield from _routes(get_resolver().url_patterns, "", "")


def _routes(
    patterns: Iterable[URLPattern | URLResolver], before: str, space: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route, pattern.namespace or space)
        else:
            yield f"{space}:{pattern.name}" if space else str(pattern.name), route


class _Budget:
    """How much of each view is still to be read."""

    def __init__(self) -> None:
        self.paths: dict[str, set[str]] = {}
        self.questions: Counter[str] = Counter()

    def allows(self, address: str) -> bool:
        parts = urlsplit(address)
        name = name_of(address)
        paths = self.paths.setdefault(name, set())
        if not parts.query:
            if len(paths) >= (2 if name.startswith("admin:") else MOST_KEYS):
                return False
            paths.add(parts.path)
            return True
        self.questions[name] += 1
        usual = 1 if name.startswith("admin:") else MOST_QUESTIONS
        return self.questions[name] <= _MORE_QUESTIONS.get(name, usual)


def walk(visitor: Visitor, starts: Iterable[str]) -> Found:
    """Follow all links, breadth first, until nothing is new or enough has been read."""
    found, budget, known = Found(), _Budget(), set[str]()
    waiting = deque(starts)
    while waiting and len(found.addresses) < MOST_PAGES:
        address = waiting.popleft()
        if address in known:
            continue
        known.add(address)
        if not budget.allows(address):
            continue
        found.addresses.append(address)
        seen = visitor.get(address)
        waiting.extend(seen.links)
        for form in seen.forms:
            found.forms.setdefault(name_of(form.action), form)
    return found


def shared_addresses(all_found: Iterable[Found]) -> list[str]:
    """Return a few addresses of every view: those that somebody met, and guesses for the others."""
    met: dict[str, list[str]] = {}
    for found in all_found:
        forms = [form.action for form in found.forms.values()]
        for address in [*found.addresses, *forms]:
            if "?" not in address and matched(address):
                of_view = met.setdefault(name_of(address), [])
                if address not in of_view:
                    of_view.append(address)
    words = _words_in(address for of_view in met.values() for address in of_view)
    guesses = {name: _guess(route, words) for name, route in routes() if name not in met}
    chosen = [
        address
        for name, of_view in met.items()
        for address in of_view[: 1 if name.startswith("admin:") else SHARED]
    ]
    chosen += [f"/{g}" for name, g in guesses.items() if g and not name.startswith("admin:")]
    return sorted(chosen)


def _words_in(addresses: Iterable[str]) -> dict[str, str]:
    """Return a value for every part of an address, by the name of the part, as somebody met it."""
    words: dict[str, str] = {}
    for address in addresses:
        match = matched(address)
        for name, value in (match.kwargs if match else {}).items():
            words.setdefault(f"{match.namespace if match else ''}:{name}", str(value))
            words.setdefault(name, str(value))
    return words


def _guess(route: str, words: dict[str, str]) -> str:
    """Return the route with a real value for each part, or nothing where it is a pattern of another kind."""
    if any(sign in route for sign in "^$\\("):
        return ""
    path = ""
    for piece in route.split("<"):
        part, closing, rest = piece.partition(">")
        if not closing:
            path += piece
            continue
        kind, _, name = part.rpartition(":")
        value = words.get(name, "1" if kind in {"key", "int"} else "x")
        path += quote(value) + rest
    return path
