"""Every form of every page, filled with what no form expects: never an error of ours, never half a write."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import resolve
from django.utils.html import escape

from tests.demo.conftest import readers
from tests.demo.crawl import Crawl, each_answer, rows_of, rows_of_all_tables

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

NASTY = {
    "nothing": "",
    "too much": "x" * 70_000,
    "control characters": "a\x00b\x07\x1b\ufffe",
    "quotes, signs and a script": "'\"; DROP TABLE accounts_user; -- % %s {{ 7*7 }} \\"
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "right to left and pictures": "مرحبا \u202e😀 Llanfair­pwll",
    "numbers that no table holds": "9" * 5_000,
    "a negative number": "-1",
}
# Forms that are the same for everyone are sent by two of the five readers: one without a role and the administrator.
FOR_EVERYONE = ("account_", "accounts:", "mfa_", "notifications:", "usersessions_")
SENDERS_FOR_EVERYONE = ("mentee", "admin")
# The others are sent in all ways by whoever works with them, and in these few by every reader who meets them.
SENDERS = {
    "courses": ("mentee", "facilitator"),
    "events": ("mentee", "facilitator"),
    "library": ("mentee", "editor"),
    "mentoring": ("mentee", "mentor", "admin"),
    "networks": ("mentee", "mentor"),
    "newsletters": ("mentee", "editor", "admin"),
    "submissions": ("mentee", "editor"),
}
IN_FEW_WAYS = ("control characters", "a click", "hidden fields of another type")
HARMLESS = {200, 302, 400, 403, 404, 409, 410, 413, 422, 429}
TABLE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def filled(fields: dict[str, str], files: set[str], value: str) -> dict[str, object]:
    """Fill in the form as a browser would: what is hidden, and the button, are sent as they are."""
    typed = {name: kept[1:] if kept else value for name, kept in fields.items()}
    return typed | {name: upload() for name in files}


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("report.pdf", b"MZ\x90\x00" * 90)


def sendings(fields: dict[str, str], files: set[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """What is sent for one form, and how it is called; a form of hidden fields alone has nothing to fill in."""
    texts = NASTY if files or "" in fields.values() else {"a click": ""}
    for what, value in texts.items():
        yield what, filled(fields, files, value)
    yield "no field", {}
    yield "every field twice", {name: [kept[1:], "-1"] for name, kept in fields.items()}
    yield "hidden fields of another type", dict.fromkeys([*fields, *files], "x,-1\x00,é")
    yield "files for text", {name: upload() for name in fields}


def everything_sent(seen: Crawl, reader: str) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """What is sent to each form of a reader, and to each address without one that takes a form."""
    for name, (address, fields, files) in seen.forms.items():
        if name.startswith(FOR_EVERYONE) and reader not in SENDERS_FOR_EVERYONE:
            continue
        in_all_ways = reader in SENDERS.get(name.partition(":")[0], SENDERS_FOR_EVERYONE)
        for what, data in sendings(fields, files):
            if in_all_ways or what in IN_FEW_WAYS:
                yield name, address, what, data
    for path, status in seen.statuses.items():
        if status == 405 and resolve("/" + path).view_name not in seen.forms:
            if reader in SENDERS_FOR_EVERYONE:
                yield path, "/" + path, "no field", {}
            yield path, "/" + path, "strange fields", {"form_key": ["x", "y"], "reason": "x"}


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """Collect the tables that are written, also by what is taken back."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        tables.update(TABLE.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@readers("mentee", "mentor", "facilitator", "editor", "admin")
def test_no_form_breaks_whatever_is_written_into_it(story, client, crawl_of, reader):
    seen = crawl_of(reader)
    client.raise_request_exception = False
    client.force_login(story.people[reader])
    signed_in = client.cookies.output(header="")
    rows = rows_of_all_tables()
    # What somebody wrote is kept for them when its form is refused.
    del rows["unsent_unsenttext"]
    statuses, unsafe, half_written = {}, [], {}

    for name, address, what, data in everything_sent(seen, reader):
        cache.clear()
        client.cookies = SimpleCookie(signed_in)
        before = transaction.savepoint()
        with written_tables() as written:
            answer = client.post(address, data)
        if answer.status_code >= 400 and (tables := written & rows.keys()):
            half_written[name, what] = {t for t in tables if rows_of(t) != rows[t]}
        transaction.savepoint_rollback(before)
        statuses[name, what] = answer.status_code
        if b"<script>alert(1)" in answer.getvalue():
            unsafe.append((name, what))

    assert len(seen.forms) > 8
    assert {key: status for key, status in statuses.items() if status not in HARMLESS} == {}
    assert {key: tables for key, tables in half_written.items() if tables} == {}
    assert unsafe == []


@readers("mentor", "editor")
def test_whoever_may_not_send_a_form_gets_their_words_back(story, client, crawl_of, reader):
    client.raise_request_exception = False
    client.force_login(story.people["new"])
    words = "We “tried” it, and here is <b>what</b> we would do again."
    lost, given_back = [], 0

    for name, (address, fields, files) in crawl_of(reader).forms.items():
        if "" not in fields.values():
            continue
        cache.clear()
        before = transaction.savepoint()
        answer = client.post(address, filled(fields, files, words))
        transaction.savepoint_rollback(before)
        if answer.status_code in (403, 404, 405, 409, 410, 429):
            given_back += 1
            if escape(words) not in answer.content.decode():
                lost.append((name, answer.status_code))

    assert lost == []
    assert given_back > 3


def test_a_stranger_who_sends_forms_to_every_address_changes_nothing(
    story, client, paths_of_addresses
):
    client.raise_request_exception = False
    before = rows_of_all_tables()

    def send(path: str):
        cache.clear()
        return client.post(path, {"form_key": "x", "reason": "x"})

    answers = {path: a.status_code for path, a in each_answer(paths_of_addresses, send)}

    assert {path: s for path, s in answers.items() if s not in HARMLESS | {405}} == {}
    after = rows_of_all_tables()
    assert {table for table in before if before[table] != after[table]} == set()
