"""Forms of the library that arrive several times at the same moment."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.models import Featured, Record
from library.curation.models import BulkEdit, Proposal
from library.exchange.actions.imports import start_import
from library.exchange.models import Import
from library.lists.models import ReadingList
from library.usage.actions import add_use
from library.usage.models import MEASURES, UsageMonth
from tests.at_once import at_once, clicks
from workflow.models import Transition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


def test_a_new_record_is_published_once_however_often_the_form_comes(editor):
    topic = TopicFactory()
    words = {
        "form_key": str(uuid.uuid4()),
        "title": "Cold homes",
        "summary": "What one place tried, and what came of it for the people who live there. " * 3,
        "issued": "2020",
        "publisher": "A press",
        "language": "en",
        "people": "Ada Byron",
        "topics": [topic.code],
        "url": "https://example.org/cold-homes",
    }

    answers = clicks(editor, reverse("library:record_new_type", args=["report"]), words)

    assert set(answers) == {Record.objects.get().get_absolute_url()}


def test_an_import_is_started_once_however_often_the_form_comes(editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key = uuid.uuid4()

    def start():
        content = SimpleUploadedFile("a.csv", b"title\nCold homes\n")
        words = {"name": "a.csv", "ending": "csv", "topics": [], "by": editor}
        return start_import(content=content, at=timezone.now(), key=key, **words)

    answers = at_once(start, start, start)

    assert answers == [Import.objects.get()] * 3


def test_a_deposit_at_once_gives_one_version(editor):
    record = RecordFactory()
    page = reverse("library:file_add", args=[record.pk])
    words = {"is_new_version": "on", "note": "Second year", "form_key": str(uuid.uuid4())}

    answers = clicks(editor, page, words)

    assert set(answers) == {record.versions.get(number=2).get_absolute_url()}
    assert record.versions.count() == 2


def test_a_record_is_featured_once_however_often_the_form_comes(editor):
    record, page, today = RecordFactory(), reverse("library:featured"), timezone.localdate()
    words = {"record": record.pk, "starts_on": today, "ends_on": today, "form_key": uuid.uuid4()}

    answers = clicks(editor, page, words)

    assert (set(answers), Featured.objects.count()) == ({page}, 1)


def test_a_record_is_withdrawn_once_however_often_the_form_comes(editor):
    record = RecordFactory()
    page = reverse("library:record_withdraw", args=[record.pk])

    answers = clicks(editor, page, {"reason": "Wrong."})

    assert set(answers) == {page}
    assert [line.move for line in Transition.objects.of(record)] == ["withdraw"]


def test_a_correction_that_comes_twice_at_once_is_no_conflict(editor):
    record = RecordFactory()
    words = {
        "edit_number": 0,
        "type": record.type,
        "title": "Warm homes",
        "summary": record.summary,
        "issued": record.issued or "",
        "language": "en",
        "people": "Ada Byron",
        "topics": [topic.code for topic in record.topics.all()],
    }

    answers = clicks(editor, reverse("library:record_edit", args=[record.pk]), words)

    record.refresh_from_db()
    assert set(answers) == {record.get_absolute_url()}
    assert (record.title, record.edit_number) == ("Warm homes", 1)


def test_uses_at_once_are_all_counted_and_a_second_click_is_not():
    record, now = RecordFactory(), timezone.now()

    def use(who):
        words = {"kind": "request", "thing": "file:1", "who": who, "at": now}
        return lambda: add_use(record_id=record.pk, **words)

    answers = at_once(*(use(who) for who in "aabbccdd"))

    assert answers == [None] * 8
    assert list(UsageMonth.objects.values_list(*MEASURES)) == [(4, 4, 4, 4)]


def test_many_records_are_edited_once_however_often_the_form_comes(editor):
    records = RecordFactory.create_batch(2)
    words = {
        "form_key": str(uuid.uuid4()),
        "records": ",".join(str(record.pk) for record in records),
        "publisher": "A press",
        "save": "yes",
    }

    answers = clicks(editor, reverse("library:bulk_edit_new"), words)

    assert set(answers) == {reverse("library:bulk_edit_list")}
    assert [edit.changes.count() for edit in BulkEdit.objects.all()] == [2]


def test_a_new_list_is_made_once_with_its_record_however_often_the_form_comes(editor):
    record = RecordFactory()
    words = {"form_key": str(uuid.uuid4()), "name": "For Tuesday", "note": "Why"}

    answers = clicks(editor, reverse("library:record_list", args=[record.pk]), words)

    made = ReadingList.objects.get()
    assert set(answers) == {made.get_absolute_url()}
    assert made.listed.get().record == record


def test_a_proposal_is_made_once_however_often_the_form_comes(editor):
    record = RecordFactory()
    words = {"form_key": str(uuid.uuid4()), "title": "Another title", "reason": "The cover."}

    answers = clicks(editor, reverse("library:proposal_new", args=[record.pk]), words)

    assert set(answers) == {Proposal.objects.get().get_absolute_url()}
