"""Looking changes nothing, never fails and asks little of the database: every address, for every kind of reader,
with every sort of key.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from courses.models import Certificate, Course, Lesson
from library.catalogue.models import Record
from networks.models import Discussion, Network
from tests.demo.conftest import rows_of_all_tables

pytestmark = pytest.mark.django_db

READERS = (None, "new", "mentee", "mentor", "facilitator", "editor", "admin")
# What stands in an address for a number: things of every person, and things that do not exist.
NUMBERS = (1, 3, 12, 999_999_999_999_999_999)
WORDS = ("x", "%27%20OR%201=1", "%00", "a" * 300)
# What one page may ask; my home gathers five parts. The demo has many of everything.
MOST_QUERIES = {"home/": 15}
EXPECTED = {200, 301, 302, 400, 403, 404, 405, 409, 410}


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str, dict[str, object]]]:
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


ADDRESSES = {name: (route, parts) for name, route, parts in addresses(get_resolver().url_patterns)}


def real_words() -> dict[str, list[str]]:
    """Words that lead somewhere, by the name that they have in an address."""
    lesson = Lesson.objects.select_related("module").first()
    return {
        "slug": [
            *Network.objects.values_list("slug", flat=True),
            *Course.objects.values_list("slug", flat=True),
        ],
        "course": list(Course.objects.values_list("slug", flat=True)),
        "module": [lesson.module.slug],
        "lesson": [lesson.slug],
        "code": list(Certificate.objects.values_list("code", flat=True)[:1]),
        "area": ["capacity-building"],
    }


def paths(route: str, parts: dict[str, str]) -> Iterator[str]:
    """The route with real and unreal parts: one kind of part is varied, the others are real."""
    words = real_words()
    real_numbers = {
        "pk": [
            *Record.objects.values_list("pk", flat=True)[:2],
            *Discussion.objects.values_list("pk", flat=True)[:2],
            *User.objects.values_list("pk", flat=True)[:2],
        ]
    }
    if not parts:
        yield route
        return
    for varied, kind in parts.items():
        choices = (
            [*NUMBERS, *real_numbers.get(varied, [])]
            if kind == "key"
            else [*words.get(varied, []), *WORDS]
        )
        for choice in choices:
            path = route
            for name, other in parts.items():
                value = (
                    choice
                    if name == varied
                    else (1 if other == "key" else words.get(name, ["x"])[0])
                )
                path = path.replace(f"<{other}:{name}>", str(value)).replace(
                    f"<{name}>", str(value)
                )
            yield path


@pytest.mark.parametrize("reader", READERS)
def test_looking_at_every_address_fails_nowhere_and_changes_nothing(story, client, reader):
    client.raise_request_exception = False
    if reader:
        client.force_login(story.people[reader])
    before = rows_of_all_tables()

    answers, asked = {}, {}
    for route, parts in ADDRESSES.values():
        for path in paths(route, parts):
            with CaptureQueriesContext(connection) as queries:
                answers[path] = client.get("/" + path).status_code
            asked[path] = len(queries)

    assert {path: status for path, status in answers.items() if status not in EXPECTED} == {}
    assert {path: n for path, n in asked.items() if n > MOST_QUERIES.get(path, 12)} == {}
    after = rows_of_all_tables()
    assert {table for table in before if before[table] != after[table]} == set()
