"""Every form of every page, filled with what no form expects: never an error of ours, never half a write."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import Resolver404, resolve

from tests.demo.conftest import rows_of_all_tables
from tests.demo.test_looking import ADDRESSES, paths

pytestmark = pytest.mark.django_db

READERS = ("mentee", "mentor", "facilitator", "editor", "admin")
NASTY = {
    "nothing": "",
    "too much": "x" * 70_000,
    "control characters": "a\x00b\x07\x1b\ufffe",
    "quotes and signs": "'\"; DROP TABLE accounts_user; -- % %s {{ 7*7 }} \\",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "right to left and pictures": "مرحبا \u202e😀 Llanfair­pwll",
    "numbers that no table holds": "9" * 5_000,
    "a negative number": "-1",
}
HARMLESS = {200, 302, 400, 403, 404, 409, 410, 413, 422, 429}
# Signing out and changing what signing in needs would end the walk.
LEFT_OUT = ("/accounts/logout", "/accounts/2fa", "/accounts/password", "/accounts/reauthenticate")


class Forms(HTMLParser):
    """The forms of a page that are posted: their address, and their fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], set[str]]] = []
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


def forms_before(client) -> dict[str, tuple[str, dict[str, str], set[str]]]:
    """One form for each view that this reader can reach with a form, by the name of the view."""
    forms: dict[str, tuple[str, dict[str, str], set[str]]] = {}
    for route, parts in ADDRESSES.values():
        for path in paths(route, parts):
            answer = client.get("/" + path)
            if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
                continue
            page = Forms()
            page.feed(answer.content.decode())
            for action, fields, files in page.found:
                address = (action or "/" + path).split("#")[0]
                try:
                    name = resolve(address.split("?")[0]).view_name
                except Resolver404:
                    name = address
                if not address.startswith(LEFT_OUT):
                    forms.setdefault(name, (address, fields, files))
    return forms


def filled(fields: dict[str, str], files: set[str], value: str) -> Iterator[tuple[str, object]]:
    for name, kept in fields.items():
        yield name, kept[1:] if kept else value
    for name in files:
        yield name, SimpleUploadedFile("report.pdf", b"MZ\x90\x00" * 90)


@pytest.mark.parametrize("reader", READERS)
def test_no_form_breaks_whatever_is_written_into_it(story, client, reader):
    client.raise_request_exception = False
    client.force_login(story.people[reader])
    forms = forms_before(client)
    answers = {}

    for name, (address, fields, files) in forms.items():
        for what, value in NASTY.items():
            cache.clear()
            client.force_login(story.people[reader])
            before = transaction.savepoint()
            answers[name, what] = client.post(address, dict(filled(fields, files, value)))
            transaction.savepoint_rollback(before)

    assert len(forms) > 8
    statuses = {key: answer.status_code for key, answer in answers.items()}
    assert {key: status for key, status in statuses.items() if status not in HARMLESS} == {}
    unsafe = [key for key, answer in answers.items() if b"<script>alert(1)" in answer.getvalue()]
    assert unsafe == []


def test_a_stranger_who_sends_forms_to_every_address_changes_nothing(story, client):
    client.raise_request_exception = False
    before = rows_of_all_tables()

    answers = {}
    for route, parts in ADDRESSES.values():
        for path in paths(route, parts):
            cache.clear()
            answers[path] = client.post("/" + path, {"form_key": "x", "reason": "x"}).status_code

    assert {path: s for path, s in answers.items() if s not in HARMLESS | {405}} == {}
    after = rows_of_all_tables()
    assert {table for table in before if before[table] != after[table]} == set()
