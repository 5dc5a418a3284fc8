"""Catalogues of others on their way into the library."""

import datetime as dt
import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library import tasks
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Record
from library.exchange.actions.imports import confirm_import, read_import, start_import
from library.exchange.actions.writing import write_import
from library.exchange.importing.parsers import FileNotReadable, parse_rows
from library.exchange.models import Import
from library.finding.models import SearchRow
from library.vocabularies.actions.places import add_place
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
CSV = "title,topics,issued,people,organisations,doi,summary\n"
ROW = "Cold homes,cold,2020-03,Ada Byron 0000-0002-1825-0097; Erik Blas (ed.),City of Leeds,10.1000/x,What happened.\n"
RIS = (
    "TY  - JOUR\r\nTI  - Cold homes\r\nAU  - Byron, Ada\r\nAU  - World Health Organization\r\n"
    "PY  - 2020\r\nDA  - 2020/03//\r\nJO  - Lancet\r\nVL  - 380\r\nSP  - 1011\r\nEP  - 29\r\n"
    "DO  - 10.1000/X\r\nUR  - https://example.org/a\r\nKW  - unheard of\r\nER  - \r\n\r\n"
)
BIB = """@article{byron2020,
  author = {Byron, Ada and {World Health Organization} and others},
  title = {{Cold homes \\& \\'etudes}},
  journal = {Lancet}, volume = 380, pages = {1011--29}, year = 2020, month = mar,
  doi = {10.1000/X},
}
"""


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes", synonyms=["fuel poverty"])


def ours(record):
    """The cells ``id`` and ``address`` of a record, as our own export writes them."""
    return f"{record.pk},{settings.SITE_URL}{record.get_absolute_url()}"


def begun(text, ending="csv", topics=(), by=None):
    content = SimpleUploadedFile(f"a.{ending}", text.encode())
    return start_import(
        content=content,
        name=f"a.{ending}",
        ending=ending,
        topics=topics,
        by=by or UserFactory(roles=[Role.EDITOR]),
        at=timezone.now(),
    )


def read(text, **kwargs):
    return read_import(begun=begun(text, **kwargs))


def written(text, **kwargs):
    done = read(text, **kwargs)
    assert done.state == "ready", (done.problem, done.shown)
    confirm_import(begun=done)
    return write_import(begun=done, at=timezone.now())


def test_reading_writes_nothing_and_writing_writes_all(topic):
    judged = read(CSV + ROW + ROW.replace("Cold", "Warm").replace("/x", "/y"))

    assert (judged.state, judged.counts) == ("ready", {"new": 2})
    assert not Record.objects.exists()
    assert not Organisation.objects.exists()
    confirm_import(begun=judged)
    done = write_import(begun=judged, at=timezone.now())
    assert (done.state, done.counts) == ("done", {"new": 2})
    record = Record.objects.get(doi="10.1000/x")
    assert (record.type, str(record.issued), record.current_version.number) == (
        "report",
        "2020-03",
        1,
    )
    assert list(record.creators.order_by("position").values_list("name", "role", "orcid")) == [
        ("Ada Byron", "author", "0000-0002-1825-0097"),
        ("Erik Blas", "editor", ""),
        ("City of Leeds", "author", ""),
    ]
    assert Organisation.objects.get().name == "City of Leeds"
    assert SearchRow.objects.count() == 2
    assert record.lacks == ["publisher", "summary"]


def test_a_refused_row_is_told_with_its_column_and_reason_and_keeps_all_out(topic):
    bad = (
        CSV
        + ROW
        + "Cold homes,cold,2020-03,,,10.1000/x,\n"
        + ",nothing,2020-13,Ada 0000-0002-1825-0098,,11/x,\n"
    )

    judged = read(bad)

    assert (judged.state, judged.counts) == ("refused", {"new": 1, "refused": 2})
    assert [row["row"] for row in judged.shown if row["verdict"] == "refused"] == [3, 4]
    assert judged.shown[1]["reasons"] == [["title", "Row 2 is about the same work."]]
    assert judged.shown[2]["reasons"] == [
        ["issued", "There is no month 13."],
        ["doi", "Enter a DOI, for example 10.1136/bmj.m693."],
        ["topics", "“nothing” is not known."],
        ["title", "This field cannot be blank."],
        [
            "creators",
            "“0000-0002-1825-0098” is not a valid ORCID iD. Check each character.",
        ],
    ]


@pytest.mark.parametrize(
    ("text", "ending", "problem"),
    [
        ("", "csv", "The first line must name the columns"),
        ("a,b\n1,2\n", "csv", "There is no “title” column"),
        ("title\n", "csv", "The file has no rows."),
        ("title\na,b\n", "csv", "Line 2 has more cells"),
        ('title\n"a', "csv", ""),
        ("TY  - RPRT\nTI  - x\n", "ris", "Entry 1 does not end"),
        ("ER  - \n", "ris", "Entry 1 is not a RIS entry"),
        ("\n@article{a, title = {b", "bib", "The entry in line 2 does not end"),
        ("@article{a, title {b}}", "bib", "Line 1: this is not a BibTeX entry"),
        ("@article{a, title = {" + "b" * 400_000, "bib", "line 1 is too long"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(topic, text, ending, problem):
    judged = read(text, ending=ending, topics=[topic])

    assert judged.state in ("refused", "ready")
    assert problem in judged.problem


def test_a_file_that_is_not_in_utf_8_is_refused():
    with pytest.raises(FileNotReadable, match="not in UTF-8"):
        list(parse_rows(io.BytesIO("title\nCafé\n".encode("latin-1")), "csv"))


def test_a_bibtex_file_is_read_entry_by_entry():
    text = """Made by hand. A brace } that belongs to nothing.
@comment{ @article{no, title = {Not this}} }
@string{lancet = {The Lancet}} @string{unused = "x"}
@article{a, title = {One \\{ brace}, journal = lancet, year = 2020} @report{b, title = {Two}}
@Article {a,
  title = "The same key",
  journal = lancet
}
"""

    rows = list(parse_rows(io.BytesIO(text.encode()), "bib"))

    assert [(row.number, row.cells["title"]) for row in rows] == [
        (4, "One brace"),
        (4, "Two"),
        (5, "The same key"),
    ]
    assert [row.cells.get("container", "") for row in rows] == ["The Lancet", "", "The Lancet"]


def test_ris_and_bibtex_become_the_same_work(topic):
    for ending, text in (("ris", RIS), ("bib", BIB)):
        written(text, ending=ending, topics=[topic])

    record = Record.objects.get()
    assert (record.type, record.container, record.pages, record.doi) == (
        "article",
        "Lancet",
        "1011–29",
        "10.1000/x",
    )
    assert record.title == "Cold homes & études"
    assert record.has_more_creators
    assert list(record.topics.all()) == [topic]
    assert str(record.issued) == "2020-03"


def test_what_was_exported_is_the_same_when_it_comes_back(client, topic):
    body = OrganisationFactory(name="City of Leeds")
    place = add_place(name="Leeds", parent=None)
    for number in range(3):
        RecordFactory(
            title=f"=Cold; homes {number}",
            year=2020,
            month=3,
            doi=f"10.1000/{number}",
            topics=[topic],
            places=[place],
            geography="Harehills",
            licence="CC-BY-4.0",
            creators=[CreatorName("Ada Byron"), CreatorName(body.name, organisation=body)],
        )
    answer = client.get(reverse("library:finder_export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()

    judged = read(text)

    assert (judged.counts, judged.problem) == ({"same": 3}, "")


def test_what_a_row_says_anew_is_corrected_and_what_it_leaves_empty_stays(topic):
    record = RecordFactory(title="Cold homes", year=2020, publisher="Press", topics=[topic])

    done = written(f"id,address,title,publisher,issued\n{ours(record)},Warm homes,,2021-05\n")

    record.refresh_from_db()
    assert done.shown[0]["changes"] == ["title", "issued"]
    assert (record.title, record.publisher, str(record.issued)) == (
        "Warm homes",
        "Press",
        "2021-05",
    )
    assert [creator.name for creator in record.creators.all()] == ["Ada Byron"]
    assert SearchRow.objects.get(record=record).title == "Warm homes"


def test_nothing_is_written_when_a_row_does_not_hold_any_more(topic):
    record = RecordFactory(title="Cold homes")
    by_id = read(f"id,address,title,topics\n{ours(record)},New title,cold\n,,Another,cold\n")
    confirm_import(begun=by_id)
    Topic.objects.filter(pk=topic.pk).update(code="frost", label="Frost")

    done = write_import(begun=by_id, at=timezone.now())

    assert (done.state, done.problem) == (
        "refused",
        "The library has changed since the file was read. Nothing was imported. Upload the file again.",
    )
    assert Record.objects.count() == 1


def test_an_import_runs_once_whoever_works_on_it(topic):
    judged = read(CSV + ROW)
    for _click in range(2):
        confirm_import(begun=judged)
    for _worker in range(2):
        tasks.work_on_imports()

    assert Record.objects.count() == 1
    confirm_import(begun=judged)
    assert Import.objects.get().state == "done"


@pytest.mark.parametrize("step", ["reading", "writing"])
@pytest.mark.parametrize(("minutes", "is_taken_up"), [(9, False), (11, True)])
def test_what_a_worker_was_stopped_at_is_begun_again(topic, step, minutes, is_taken_up):
    judged = read(CSV + ROW)
    silent_since = timezone.now() - dt.timedelta(minutes=minutes)
    Import.objects.filter(pk=judged.pk).update(state=step, touched_at=silent_since)

    tasks.work_on_imports()

    ended = {"reading": "ready", "writing": "done"}[step]
    assert Import.objects.get().state == (ended if is_taken_up else step)
    assert Record.objects.count() == int(is_taken_up and step == "writing")


def test_an_editor_uploads_looks_and_confirms(client, topic):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    page = reverse("library:import_list")
    key = str(client.get(page).context["form"]["form_key"].value())
    answers = [
        client.post(
            page, {"form_key": key, "file": SimpleUploadedFile("a.csv", (CSV + ROW).encode())}
        )
        for _click in range(2)
    ]
    detail = answers[0].url

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Import.objects.count() == 1
    waiting = client.get(detail)
    assert waiting["Refresh"] == "3"
    tasks.work_on_imports()
    ready = client.get(detail).content.decode()
    assert "Import into the library" in ready
    client.post(reverse("library:import_confirm", args=[Import.objects.get().pk]))
    tasks.work_on_imports()
    assert "Imported" in client.get(detail).content.decode()
    assert Record.objects.get().title == "Cold homes"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ", "Choose a file that ends with .csv, .ris or .bib."),
        ("a.csv", b"", "This file is empty."),
    ],
)
def test_other_files_are_refused_beside_the_field(client, topic, name, content, told):
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    response = client.post(
        reverse("library:import_list"), {"file": SimpleUploadedFile(name, content)}
    )

    assert told in str(response.context["form"].errors["file"])


def test_only_editors_import(client):
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    assert client.get(reverse("library:import_list")).status_code == 403
    assert client.post(reverse("library:import_confirm", args=[1])).status_code == 403


def test_a_dropped_import_writes_nothing(client, topic):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    judged = read(CSV + ROW)
    drop = reverse("library:import_drop", args=[judged.pk])

    answers = [client.post(drop).status_code for _click in range(2)]
    confirmed = client.post(reverse("library:import_confirm", args=[judged.pk]))

    assert (answers, confirmed.status_code) == ([302, 302], 409)
    tasks.work_on_imports()
    assert not Record.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_reading_takes_the_same_queries_whatever_the_length(
    topic, django_assert_max_num_queries, count
):
    rows = "".join(f"Title {n},cold,2020,,,,S\n" for n in range(count))
    waiting = begun(CSV + rows)

    with django_assert_max_num_queries(16) as queries:
        read_import(begun=waiting)

    assert len(queries) == 11


def test_corrections_that_a_row_asks_for_count_like_those_of_editors(topic):
    record = RecordFactory(title="Cold homes", topics=[topic])
    correct_record(
        record=record,
        changes={"title": "Cold homes"},
        topics=[topic],
        creators=[],
        at=timezone.now(),
    )

    written(f"id,address,title\n{ours(record)},Warm homes\n")

    record.refresh_from_db()
    assert record.edit_number == 2
