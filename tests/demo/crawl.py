"""One walk of a reader over every address of ours, from which several tests judge."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import trans_real

from accounts.models import User
from courses.models import Certificate, Course, Lesson
from library.catalogue.models import Record
from networks.models import Discussion, Network

Rows = dict[str, list[tuple[object, ...]]]
# The address of a form, its fields with what stands in them, and its fields for files.
Form = tuple[str, dict[str, str], set[str]]

# What stands in an address for a number: things of every person, and a thing that does not exist.
NUMBERS = (1, 3, 12)
UNREAL_NUMBER = 999_999_999_999_999_999
# Of so many courses or networks, where the address names a thing of one of them besides: its own, and another.
MOST_AROUND = 2
# Two words that lead nowhere, of each sort that the address lets through to its view.
UNREAL_SLUGS = ("x", "a" * 300)
UNREAL_STRINGS = ("%27%20OR%201=1" + "a" * 300, "%00")
HREF = re.compile(r'href="(/[^"#]*)')
# Signing out and changing what signing in needs would end a walk over forms.
LEFT_OUT = ("/accounts/logout", "/accounts/2fa", "/accounts/password", "/accounts/reauthenticate")


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each of our addresses: its name, its route and the converters of its parts."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route, pattern.namespace or space)
        elif space and space != "admin":
            yield f"{space}:{pattern.name}", route, _converters(route)


def _converters(route: str) -> dict[str, str]:
    parts = [part.split(">")[0] for part in route.split("<")[1:]]
    return {part.partition(":")[2] or part: part.partition(":")[0] for part in parts}


def real_words() -> dict[str, list[str]]:
    """Return real values for the named parts of addresses; those of one part of ours after its name and a colon."""
    lesson = Lesson.objects.select_related("module").first()
    courses = list(Course.objects.values_list("slug", flat=True))
    return {
        # One of a cohort, and those that stand for themselves.
        "networks:slug": [
            *Network.objects.exclude(cohort=None).values_list("slug", flat=True)[:1],
            *Network.objects.filter(cohort=None).values_list("slug", flat=True),
        ],
        "courses:slug": courses,
        "course": courses,
        "module": [lesson.module.slug],
        "lesson": [lesson.slug],
        "code": [
            *Certificate.objects.values_list("code", flat=True)[:1],
            *("obesity-year-6", "england", "halton"),
        ],
        "area": ["capacity-building"],
        # One that is answered, promised, acted on and tried.
        "reference": ["FSHL-2010-E1"],
        # Of the API, whose addresses below /api/v1/ are one view to Django.
        "rest": [
            "records",
            f"records/{Record.objects.values_list('pk', flat=True)[0]}",
            "facets",
            "recommendations",
            "recommendations/FSHL-2010-E1",
            *("courses", "programmes", "networks", "places", "places/halton"),
        ],
    }


def real_numbers() -> dict[str, list[int]]:
    """Numbers of things that are there, by the part of ours and the name that they have in an address."""
    models = {"library": Record, "networks": Discussion, "accounts": User}
    return {
        f"{part}:pk": list(model.objects.values_list("pk", flat=True)[:2])
        for part, model in models.items()
    }


class Values:
    """What stands for the named parts of the addresses."""

    def __init__(self) -> None:
        self.words, self.numbers = real_words(), real_numbers()

    def usual(self, part: str, name: str, kind: str) -> str:
        """Return a real value."""
        return "1" if kind == "key" else next(iter(self._words(part, name)), "x")

    def choices(self, part: str, name: str, kind: str, *, strange: bool, alone: bool) -> list[str]:
        """Return the real values, and with strange ones those that lead nowhere, if these are asked for.

        ``alone`` says that nothing else varies in the address.
        """
        if kind == "key":
            real = [*NUMBERS, *self.numbers.get(f"{part}:{name}", [])]
            return [str(number) for number in ((UNREAL_NUMBER, *real) if strange else real)]
        unreal, other_unreal = UNREAL_SLUGS if kind == "slug" else UNREAL_STRINGS
        real_ones = self._words(part, name)
        if not alone and kind == "slug":
            real_ones = real_ones[:MOST_AROUND]
        return [unreal, *real_ones, other_unreal] if strange or not real_ones else real_ones

    def _words(self, part: str, name: str) -> list[str]:
        return self.words.get(f"{part}:{name}", self.words.get(name, []))


def all_paths(*, strange: bool = True) -> list[list[str]]:
    """The paths of each of our addresses, no path twice; with strange words, an unreal path comes first."""
    values = Values()
    routes = {name: (route, parts) for name, route, parts in addresses(get_resolver().url_patterns)}
    return [
        list(dict.fromkeys(_paths(name.partition(":")[0], route, parts, values, strange=strange)))
        for name, (route, parts) in routes.items()
    ]


def _paths(
    part: str, route: str, parts: dict[str, str], values: Values, *, strange: bool
) -> Iterator[str]:
    """Fill the route with real and made-up values: one of its parts is varied, the others are real."""
    if not parts:
        yield route
    for varied, kind in parts.items():
        alone = len(parts) == 1
        for choice in values.choices(part, varied, kind, strange=strange, alone=alone):
            path = route
            for name, other in parts.items():
                value = choice if name == varied else values.usual(part, name, other)
                path = path.replace(f"<{other}:{name}>", value).replace(f"<{name}>", value)
            yield path


def each_answer(
    paths_of_addresses: list[list[str]], ask: Callable[[str], Any]
) -> Iterator[tuple[str, Any]]:
    """Ask every path, and tell each with its answer.

    An address that does not take the method says so before it looks at its key: an unreal and a real key are enough.
    """
    for paths in paths_of_addresses:
        statuses: list[int] = []
        for path in paths:
            answer = ask("/" + path)
            yield path, answer
            statuses.append(answer.status_code)
            if statuses == [405, 405]:
                break


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._is_in_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_in_form = (given.get("method") or "").lower() == "post"
            if self._is_in_form:
                self.found.append((given.get("action") or "", {}, set()))
        elif self._is_in_form and (name := given.get("name")) and "disabled" not in given:
            _address, fields, files = self.found[-1]
            if given.get("type") == "file":
                files.add(name)
            else:
                is_kept = given.get("type") == "hidden" or tag == "button"
                fields[name] = f"={given.get('value') or ''}" if is_kept else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_in_form = False


@dataclass
class Crawl:
    """What one reader met at all addresses."""

    statuses: dict[str, int] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    """The links of each page, by its path with the slash before it."""
    forms: dict[str, Form] = field(default_factory=dict)
    """Return one form for each view that this reader can reach, by the name of the view."""
    bare_charts: list[str] = field(default_factory=list)
    """The pages with a chart that do not load the sheet of charts."""
    changed: set[str] = field(default_factory=set)
    """The tables that are not as they were before."""


@dataclass
class Counted:
    """How often the database was asked."""

    queries: int = 0


@contextmanager
def counted_queries() -> Iterator[Counted]:
    """Count what the database is asked, without writing down the words: this takes SQLite a query of its own."""
    counted = Counted()

    def count(execute, sql, params, many, context):
        counted.queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted


@contextmanager
def counting_with_remainders() -> Iterator[None]:
    """Let the plural rule reckon as those of Polish or Arabic do, which takes true numbers only."""
    catalogue = trans_real.translation(settings.LANGUAGE_CODE)._catalog
    rules = catalogue._plurals
    catalogue._plurals = [lambda n: int(n % 1_000_000_007 != 1)] * len(rules)
    try:
        yield
    finally:
        catalogue._plurals = rules


def crawl(client: Client, paths_of_addresses: list[list[str]]) -> Crawl:
    """Look at every path as the person who is signed in with this client."""
    seen = Crawl()
    before = rows_of_all_tables()

    def ask(path: str) -> HttpResponse:
        with counted_queries() as counted:
            answer = client.get(path)
        seen.queries[path[1:]] = counted.queries
        return answer

    with counting_with_remainders():
        for path, answer in each_answer(paths_of_addresses, ask):
            seen.statuses[path] = answer.status_code
            if answer.status_code == 200 and "text/html" in answer.get("Content-Type", ""):
                page = answer.content.decode()
                seen.links["/" + path] = HREF.findall(page)
                if "chart-picture" in page and "core/charts." not in page:
                    seen.bare_charts.append(path)
                for name, form in _forms_of(page, "/" + path):
                    seen.forms.setdefault(name, form)
    after = rows_of_all_tables()
    seen.changed = {table for table in before if before[table] != after[table]}
    return seen


def _forms_of(page: str, path: str) -> Iterator[tuple[str, Form]]:
    parser = Forms()
    parser.feed(page)
    for action, fields, files in parser.found:
        address = (action or path).split("#")[0]
        try:
            name = resolve(address.split("?")[0]).view_name
        except Resolver404:
            name = address
        if not address.startswith(LEFT_OUT):
            yield name, (address, fields, files)


def rows_of_all_tables() -> Rows:
    """Everything in the database but sessions, by table."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label != "sessions"
    }
    return {table: rows_of(table) for table in sorted(tables)}


def rows_of(table: str) -> list[tuple[object, ...]]:
    """Everything in one table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
        return cursor.fetchall()
