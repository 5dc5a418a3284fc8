"""The main pages, their readers, and how many queries each makes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from benchmarks.institute import Institute


@dataclass(frozen=True)
class Page:
    """A page as somebody sees it; without a reader, as everyone does."""

    name: str
    address: str
    reader: User | None = None


def main_pages(institute: Institute) -> list[Page]:
    """Return the pages that people open most, signed in unless they are public."""
    learner, mentor, editor = institute.learner, institute.mentor, institute.editor
    finder = reverse("library:finder")
    return [
        Page("public home", reverse("dashboard:public_home")),
        Page("home", reverse("dashboard:home"), learner),
        Page("home, all roles", reverse("dashboard:home"), editor),
        Page("course outline", institute.course.get_absolute_url(), learner),
        Page("lesson", institute.lesson.get_absolute_url(), learner),
        Page("finder", finder, learner),
        Page("finder, query", f"{finder}?{urlencode({'q': 'cold homes'})}", learner),
        Page("record", institute.record.get_absolute_url(), learner),
        Page("network", institute.network.get_absolute_url(), learner),
        Page("mentor desk", reverse("mentoring:desk"), mentor),
        Page("library desk", reverse("library:desk"), editor),
        Page("course list", reverse("courses:course_list"), learner),
        Page("form, own profile", reverse("accounts:profile_edit"), learner),
        Page("form, new record", reverse("library:record_new_type", args=["report"]), editor),
    ]


def visit(reader: User | None) -> Client:
    """Return a client of this reader, with a session of the product's own engine if they sign in."""
    client = Client(SERVER_NAME="127.0.0.1")
    if reader is not None:
        client.force_login(reader)
    return client


def cookies_of(client: Client) -> str:
    """Return the cookies that the visitor holds, as a browser sends them back.

    Whoever has opened a page holds more than the session: without the others each answer would set them anew.
    """
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def count_queries(client: Client, address: str) -> int:
    """Count the queries of the page when it is not opened for the first time."""
    _open(client, address)
    with CaptureQueriesContext(connection) as queries:
        _open(client, address)
    return len(queries)


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
