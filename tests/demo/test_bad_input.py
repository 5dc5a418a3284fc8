"""Every form of every page, filled with what no form expects: never an error of ours, never half a write."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.demo.conftest import readers
from tests.demo.crawl import each_answer, rows_of_all_tables

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

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


def filled(fields: dict[str, str], files: set[str], value: str) -> Iterator[tuple[str, object]]:
    for name, kept in fields.items():
        yield name, kept[1:] if kept else value
    for name in files:
        yield name, SimpleUploadedFile("report.pdf", b"MZ\x90\x00" * 90)


@readers("mentee", "mentor", "facilitator", "editor", "admin")
def test_no_form_breaks_whatever_is_written_into_it(story, client, crawl_of, reader):
    forms = crawl_of(reader).forms
    client.raise_request_exception = False
    client.force_login(story.people[reader])
    signed_in = client.cookies.output(header="")
    statuses, unsafe = {}, []

    for name, (address, fields, files) in forms.items():
        for what, value in NASTY.items():
            cache.clear()
            client.cookies = SimpleCookie(signed_in)
            before = transaction.savepoint()
            answer = client.post(address, dict(filled(fields, files, value)))
            transaction.savepoint_rollback(before)
            statuses[name, what] = answer.status_code
            if b"<script>alert(1)" in answer.getvalue():
                unsafe.append((name, what))

    assert len(forms) > 8
    assert {key: status for key, status in statuses.items() if status not in HARMLESS} == {}
    assert unsafe == []


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
