"""Reading the text of documents: by a process of its own, for the search only, and never before its day."""

import datetime as dt
import io
import os
import zipfile

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.files.uploads import FileKind
from core.types import AnonymousUser
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library import tasks
from library.catalogue.actions.records import withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import File
from library.documents import extractor
from library.documents.actions.extracting import (
    ExtractionInProgress,
    extract_file,
    retry_extraction,
)
from library.documents.actions.files import change_embargo, reindex_after_embargo
from library.documents.extraction import ExtractedText, ExtractionFailed, extract_text
from library.documents.models import ExtractionState, FileText
from library.finding.facets import Filters
from library.finding.finder import search
from tests.papers import pdf_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def on_that_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def pdf(*pages):
    html = "".join(f'<section style="break-after: page">{page}</section>' for page in pages)
    return pdf_of(f"<html lang=en><body>{html}</body></html>")


def package(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body, notes=""):
    head = (
        '<w:{0} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{1}</w:{0}>'
    )
    return package(
        **{
            "word/document.xml": head.format("document", f"<w:body>{body}</w:body>"),
            "word/footnotes.xml": head.format("footnotes", notes),
        }
    )


def odt(body):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    head = f'<o:document-content xmlns:o="{office}" xmlns:text="{text}">{body}</o:document-content>'
    return package(**{"content.xml": head})


def document_of(record, content, **fields):
    return FileFactory(record=record, content=content, **{"kind": FileKind.PDF, **fields})


def found(text):
    return search(text=text, filters=Filters(), user=AnonymousUser(), sort="relevance")


def titles(text):
    return [record.title for record in found(text).records]


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        (FileKind.PDF, pdf("<p>Cold homes</p>", "<p>Damp walls</p>"), "Cold homes\nDamp walls"),
        (
            FileKind.DOCX,
            docx(
                "<w:p><w:r><w:t>Cold</w:t><w:tab/><w:t>homes</w:t></w:r></w:p><w:p/>"
                "<w:p><w:r><w:t>Damp walls</w:t></w:r></w:p>",
                "<w:p><w:r><w:t>A note</w:t></w:r></w:p>",
            ),
            "Cold homes\n\nDamp walls\nA note",
        ),
        (
            FileKind.ODT,
            odt(
                "<text:h>Cold<text:s/>homes</text:h>"
                "<text:p>Damp <text:span>walls</text:span> everywhere</text:p>"
            ),
            "Cold homes\nDamp walls everywhere",
        ),
        (FileKind.PDF, pdf(""), ""),
    ],
    ids=["pdf", "docx", "odt", "a scan"],
)
def test_the_words_of_a_document_are_read(kind, content, text):
    reading = extract_text(content, kind)

    assert reading == ExtractedText(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("inequal-\nities", "inequalities"),
        ("single-\nglazed, single-glazed", "single-glazed, single-glazed"),
        ("the North-\nEast", "the North-\nEast"),
        ("2010-\n2014", "2010-\n2014"),
        ("o\ufb03ce \ufb01gures", "office figures"),
        ("co\xadoperate", "cooperate"),
        ("a\x00b\x07c\ud800d", "a b c d"),
        ("عدم المساواة", "عدم المساواة"),
    ],
)
def test_what_is_read_is_tidied(raw, text):
    assert extractor.tidied(raw) == text


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.PDF, b"%PDF-1.4\nnothing"),
        (FileKind.DOCX, b"PK\x03\x04nothing"),
        (FileKind.DOCX, package(**{"word/document.xml": "<w:document"})),
        (FileKind.ODT, package(mimetype="nothing")),
    ],
)
def test_a_broken_document_says_so(kind, content):
    with pytest.raises(ExtractionFailed, match="The document is broken"):
        extract_text(content, kind)


def test_a_document_that_unpacks_to_far_too_much_is_left():
    paragraph = "<w:p>" + " " * 1_000_000 + "</w:p>"

    with pytest.raises(ExtractionFailed, match="needs more memory"):
        extract_text(docx(paragraph * 70), FileKind.DOCX)


def test_entities_that_multiply_are_not_followed():
    bomb = '<!DOCTYPE w [<!ENTITY a "' + "a" * 1_000 + '">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 100}">' for before, name in zip("abcd", "bcde", strict=True)
    ) + "]><w>&e;</w>"  # fmt: skip
    before = os.times()

    with pytest.raises(ExtractionFailed):
        extract_text(package(**{"word/document.xml": bomb}), FileKind.DOCX)

    after = os.times()
    assert after.children_user - before.children_user < 5


def test_five_million_characters_are_read_and_no_more():
    paragraph = f"<w:p><w:r><w:t>{'health ' * 10_000}</w:t></w:r></w:p>"

    reading = extract_text(docx(paragraph * 80), FileKind.DOCX)

    assert (reading.is_cut, 4_999_990 < len(reading.text) <= 5_000_000) == (True, True)


def test_a_document_is_found_by_its_words_once_it_is_read():
    record = RecordFactory(title="Housing in one town")
    file = document_of(record, pdf("<p>Condensation and mould in council flats</p>"))
    before = titles("condensation")

    tasks.read_files()

    reading = FileText.objects.get(file=file)
    assert (reading.state, reading.remark, reading.tries) == (ExtractionState.READ, "", 1)
    assert (before, titles("condensation")) == ([], ["Housing in one town"])
    results = found("condensation")
    [shown] = results.shown(results.page(None).object_list)
    assert shown.snippet == "<mark>Condensation</mark> and mould in council flats"


def test_a_table_is_not_read_and_its_record_is_open_at_once():
    record = RecordFactory()
    document_of(record, b"place,rate\nLeeds,4\n", kind=FileKind.CSV)

    [access] = [each for each in found("").facets if each.facet.name == "access"]

    assert not FileText.objects.exists()
    assert [(value.value, value.records) for value in access.values] == [("here", 1)]


def test_a_word_of_a_title_counts_more_than_a_long_annex():
    annex = RecordFactory(title="Minutes of a board")
    document_of(annex, pdf("<p>" + "gradient " * 3_000 + "of many things" * 3_000 + "</p>"))
    RecordFactory(title="The gradient")
    for number in range(20):
        RecordFactory(title=f"Something else {number}")

    tasks.read_files()

    assert titles("gradient") == ["The gradient", "Minutes of a board"]


@pytest.mark.parametrize(
    ("content", "state", "remark"),
    [
        (pdf(""), ExtractionState.EMPTY, "It contains no text, like a scan."),
        (b"%PDF-1.4 broken", ExtractionState.FAILED, "The document is broken"),
    ],
)
def test_what_cannot_be_read_says_why_to_editors_and_can_be_tried_again(
    client, content, state, remark
):
    file = document_of(RecordFactory(), content)
    tasks.read_files()
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    page = client.get(reverse("library:file_edit", args=[file.pk]))
    answer = client.post(reverse("library:file_read", args=[file.pk]))

    assert remark in page.content.decode()
    assert answer.headers["Location"] == reverse("library:file_edit", args=[file.pk])
    reading = FileText.objects.get()
    assert (reading.state, reading.tries) == (ExtractionState.WAITING, 0)
    tasks.read_files()
    reading.refresh_from_db()
    assert (reading.state, reading.tries) == (state, 1)


def test_a_document_in_hand_is_not_begun_twice():
    file = document_of(RecordFactory(), pdf("<p>Mould</p>"))
    waiting = FileText.objects.get()
    FileText.objects.update(state=ExtractionState.READING, tries=1)

    again = extract_file(waiting=waiting)

    assert (again.tries, FileText.objects.get().tries) == (0, 1)
    with pytest.raises(ExtractionInProgress):
        retry_extraction(file=file, at=NOW)


@pytest.mark.parametrize(
    ("tries", "minutes", "state"),
    [
        (1, 9, ExtractionState.READING),
        (1, 11, ExtractionState.READ),
        (3, 11, ExtractionState.FAILED),
    ],
)
def test_a_reading_that_was_stopped_is_taken_up_but_not_for_ever(tries, minutes, state):
    document_of(RecordFactory(), pdf("<p>Mould</p>"))
    begun = NOW - dt.timedelta(minutes=minutes)
    FileText.objects.update(state=ExtractionState.READING, tries=tries, changed_at=begun)

    tasks.read_files()

    assert FileText.objects.get().state == state


def test_a_file_that_is_gone_from_the_store_is_a_failure_that_is_told():
    file = document_of(RecordFactory(), pdf("<p>Mould</p>"))
    file.content.delete(save=False)

    tasks.read_files()

    reading = FileText.objects.get()
    assert (reading.state, reading.remark) == ("failed", "The file is missing from the storage.")


def test_an_embargo_leaves_no_trace_until_its_day_and_then_all_is_there():
    record = RecordFactory(title="Housing in one town")
    before = _everything_shown("condensation")
    document_of(record, pdf("<p>Condensation</p>"), embargo_until=TODAY + dt.timedelta(days=3))
    tasks.read_files()

    during = _everything_shown("condensation")
    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        tasks.open_files_after_embargo()
        after = titles("condensation")
        again = reindex_after_embargo(on=timezone.localdate(), at=timezone.now())

    assert during == before
    assert (after, again) == (["Housing in one town"], 0)
    record.refresh_from_db()
    assert record.changed_at == NOW + dt.timedelta(days=3)


def _everything_shown(text):
    results = found(text)
    facets = [
        [(value.value, value.records) for value in facet.values] for facet in found("").facets
    ]
    return (len(results.records), results.repaired, facets)


def test_an_embargo_can_be_lifted_and_set_anew():
    record = RecordFactory(title="Housing in one town")
    file = document_of(
        record, pdf("<p>Condensation</p>"), embargo_until=TODAY + dt.timedelta(days=3)
    )
    tasks.read_files()

    change_embargo(file=file, until=None, at=NOW)
    opened = titles("condensation")
    change_embargo(file=file, until=TODAY + dt.timedelta(days=9), at=NOW)

    assert (opened, titles("condensation")) == (["Housing in one town"], [])


def test_only_the_newest_version_is_searched():
    record = RecordFactory(title="Housing in one town")
    document_of(record, pdf("<p>Condensation</p>"))
    tasks.read_files()

    deposit_version(record=record, body="Written anew.", note="All of it.", by=None, at=NOW)

    assert titles("condensation") == []


def test_a_withdrawn_document_is_not_searched():
    record = RecordFactory()
    document_of(record, pdf("<p>Condensation</p>"))
    tasks.read_files()

    withdraw_record(record=record, reason="A mistake.", by=UserFactory(), at=NOW)

    assert titles("condensation") == []


def test_readers_are_told_that_a_document_is_being_read(client):
    record = RecordFactory()
    document_of(record, pdf("<p>Condensation</p>"))

    before = client.get(record.get_absolute_url()).content.decode()
    tasks.read_files()
    after = client.get(record.get_absolute_url()).content.decode()

    words = "we are reading its text"
    assert (words in before, words in after) == (True, False)


@pytest.mark.parametrize("name", ["file_edit", "file_read"])
@pytest.mark.parametrize(("roles", "status"), [([Role.REVIEWER], 403), ([], 403)])
def test_only_editors_look_after_files(client, name, roles, status):
    file = document_of(RecordFactory(), pdf("<p>Condensation</p>"))
    client.force_login(UserFactory(roles=roles))

    answer = client.post(reverse(f"library:{name}", args=[file.pk]))

    assert answer.status_code == status


def test_the_page_of_a_file_changes_its_embargo_and_keeps_what_was_wrong(client):
    file = document_of(RecordFactory(), pdf("<p>Condensation</p>"))
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    address = reverse("library:file_edit", args=[file.pk])

    wrong = client.post(address, {"embargo_until": "2020-01-01"})
    right = client.post(address, {"embargo_until": "2027-01-01"})

    assert (wrong.status_code, "Choose a day in the future" in wrong.content.decode()) == (
        200,
        True,
    )
    assert right.status_code == 302
    assert File.objects.get().embargo_until == dt.date(2027, 1, 1)


def test_a_record_page_takes_as_many_queries_with_five_documents_as_with_one(client):
    record = RecordFactory()
    taken = []

    for more in (1, 4):
        for number in range(more):
            document_of(record, pdf(f"<p>Page {number} of {more}</p>"))
        with CaptureQueriesContext(connection) as asked:
            client.get(record.get_absolute_url())
        taken.append(len(asked))

    assert taken[0] == taken[1]
