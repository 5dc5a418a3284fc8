"""Contributions by letter: who records and reads them, what readers of the advice see, and bad input."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from advice.actions.letters import record_letter
from advice.models import LetterContribution
from advice.states import AdviceState
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lead = UserFactory(roles=[Role.EDITOR])
    client.force_login(lead)
    return AdviceCaseFactory(lead=lead)


def at(name, *args):
    return reverse(f"advice:{name}", args=args)


def sent(**words):
    return {
        "form_key": str(uuid.uuid4()), "body": "Tenants of Quay Street", "way": "post",
        "received_on": "2026-03-02", "said": "Few\r\napply.", **words,
    }  # fmt: skip


def recorded(case, **words):
    facts = {"body": "A club", "way": "mail", "received_on": dt.date(2026, 3, 1), "words": "Yes.", "is_named": False}  # fmt: skip
    return record_letter(
        case=case, words=facts | words, by=case.lead, at=timezone.now(), key=uuid.uuid4()
    )


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_letter_is_recorded_once_with_its_document_and_named_only_by_consent(client, case):
    document = SimpleUploadedFile("Letter.csv", b"who,says\nall,yes\n")
    words = sent(said="", document=document, is_named="on")

    first = client.post(at("letter_new", case.pk), words)
    document.seek(0)
    again = client.post(at("letter_new", case.pk), words)
    client.post(at("letter_new", case.pk), sent(body="A shy charity"))

    assert first["Location"] == again["Location"] == f"{case.get_work_url()}#contributions"
    letter, shy = LetterContribution.objects.order_by("pk")
    assert (letter.body, letter.is_named, letter.words, shy.words) == (
        "Tenants of Quay Street", True, "", "Few\napply.",
    )  # fmt: skip
    work = client.get(case.get_work_url()).content.decode()
    assert "On paper" in work
    assert letter.document_name in work
    opened = client.get(letter.get_document_url())
    assert b"".join(opened.streaming_content) == b"who,says\nall,yes\n"
    assert opened["Cache-Control"] == "private, no-store"
    public = Client().get(case.get_absolute_url()).content.decode()
    assert "2 contributions came by letter." in public
    assert "Tenants of Quay Street" in public
    for unseen in ("A shy charity", "apply.", letter.document_name):
        assert unseen not in public


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "a\0"}, "body"),
        ({"body": "a" * 201}, "body"),
        ({"way": "pigeon"}, "way"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"received_on": "soon"}, "received_on"),
        ({"said": " \r\n"}, "said"),
        ({"said": "a" * 10_001}, "said"),
        ({"document": SimpleUploadedFile("a.exe", b"MZ\0\0")}, "document"),
        ({"form_key": "x"}, "form_key"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(client, case, words, field):
    answer = client.post(at("letter_new", case.pk), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not LetterContribution.objects.exists()


@pytest.mark.parametrize(
    ("who", "records", "reads"),
    [("lead", 302, 200), ("member", 302, 200), ("sign-off", 403, 200), ("coordinator", 403, 200),
     ("editor", 404, 404), ("administrator", 404, 404), ("visitor", 302, 302)],
)  # fmt: skip
def test_only_those_who_write_record_and_only_those_who_work_on_it_read(case, who, records, reads):
    member, signs = UserFactory(), UserFactory(roles=[Role.COORDINATOR])
    case.members.add(member)
    case.sign_off_by = signs
    case.save()
    letter = recorded(case)
    people = {
        "lead": case.lead,
        "member": member,
        "sign-off": signs,
        "coordinator": UserFactory(roles=[Role.COORDINATOR]),
        "editor": UserFactory(roles=[Role.EDITOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
    }
    browser = signed_in(people[who]) if who in people else Client()

    answer = browser.post(at("letter_new", case.pk), sent())
    removed = browser.post(at("letter_remove", case.pk, letter.pk))

    is_taken = records == 302 and who != "visitor"
    assert (answer.status_code, removed.status_code) == (records, records)
    assert LetterContribution.objects.count() == 1 + is_taken
    letter.refresh_from_db()
    assert (letter.removed_at is not None) == is_taken
    assert browser.get(case.get_work_url()).status_code == reads


def test_a_removed_letter_no_longer_counts_and_comes_back(client, case):
    letter = recorded(case, is_named=True)
    address = at("letter_remove", case.pk, letter.pk)

    for _click in range(2):
        page = client.post(address, follow=True).content.decode()
    assert "Undo" in page
    assert "by letter" not in Client().get(case.get_absolute_url()).content.decode()
    client.post(address, {"restore": "yes"})
    assert "A club" in Client().get(case.get_absolute_url()).content.decode()


def test_a_letter_belongs_to_its_case_and_none_comes_after_the_advice_was_sent(client, case):
    other = AdviceCaseFactory(lead=case.lead)
    letter = recorded(case)
    advised = AdviceCaseFactory(state=AdviceState.SENT, lead=case.lead)

    assert client.post(at("letter_remove", other.pk, letter.pk)).status_code == 404
    assert client.get(at("letter_document", case.pk, letter.pk)).status_code == 404
    assert client.get(at("letter_new", advised.pk)).status_code == 409
    client.post(at("letter_new", advised.pk), sent())
    assert not advised.letters.exists()


def test_pages_take_the_same_queries_however_many_letters_there_are(client, case):
    taken = []
    for _round in range(2):
        for _each in range(2):
            recorded(case, is_named=True)
        pair = []
        for address in (case.get_work_url(), case.get_absolute_url()):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            pair.append(len(queries))
        taken.append(pair)

    assert taken[0] == taken[1]
    assert taken[0][0] <= 14
    assert taken[0][1] <= 12


def test_a_letter_that_is_refused_asks_for_its_document_again(client, case):
    document = SimpleUploadedFile("Letter.csv", b"who,says\nall,yes\n")

    refused = client.post(at("letter_new", case.pk), sent(body="", document=document))
    empty = client.post(at("letter_new", case.pk), sent(body=""))

    words = "Choose “Letter.csv” again: your browser does not keep chosen files."
    assert words in refused.content.decode()
    assert words not in empty.content.decode()
    assert not LetterContribution.objects.exists()
