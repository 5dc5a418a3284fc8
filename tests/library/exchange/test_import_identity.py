"""Which record a row of an import is about, and that no other is ever replaced."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Record
from library.exchange.actions.imports import confirm_import
from library.exchange.actions.writing import write_import
from library.exchange.importing.differences import Wording
from library.vocabularies.choices import CreatorRole
from library.vocabularies.names import CreatorName
from tests.library.exchange.test_importing import NOW, ours, read, written

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/case-studies/"


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


def replaced(change):
    """The fields that a change replaces, in words."""
    wording = Wording([(change.before, change.after)])
    return [(f.label, f.before, f.after) for f in wording.replaced(change.before, change.after)]


def ris(**tags):
    lines = ["TY  - RPRT", *(f"{tag}  - {text}" for tag, text in tags.items()), "ER  - ", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("address", [PAGE, PAGE.rstrip("/")])
def test_another_work_at_the_same_address_is_new_and_asks(topic, address):
    record = RecordFactory(title="One work", year=2020, url=PAGE, topics=[topic])
    before = Record.objects.filter(pk=record.pk).values().get()

    done = written(
        ris(TI="Another work", AU="Muster, Max", PY="2024", AB="It differs.", UR=address),
        ending="ris",
        topics=[topic],
    )

    assert done.counts == {"new": 1}
    assert done.shown[0]["alike"] == record.pk
    assert Record.objects.filter(pk=record.pk).values().get() == before
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Another work", "One work"]


def test_several_works_of_one_page_come_in_together(topic):
    rows = "".join(f"Work {n},cold,2020,{PAGE}\n" for n in range(3))

    assert written(f"title,topics,issued,url\n{rows}").counts == {"new": 3}


def test_works_with_two_dois_are_two_even_of_one_title_and_year(topic):
    record = RecordFactory(title="Editorial", year=2020, doi="10.5555/one", topics=[topic])

    done = written("title,topics,issued,doi\neditorial,cold,2020,10.5555/two\n")

    assert (done.counts, done.shown[0]["alike"]) == ({"new": 1}, record.pk)
    record.refresh_from_db()
    assert record.doi == "10.5555/one"


def test_chapters_that_share_the_isbn_of_their_book_are_works_of_their_own(topic):
    book = RecordFactory(title="The book", isbn="9783161484100", topics=[topic])
    chapters = "".join(
        f"TY  - CHAP\nTI  - Chapter {n}\nAU  - Muster, Max\nT2  - The book\nPY  - 2020\n"
        "SN  - 978-3-16-148410-0\nER  - \n"
        for n in (1, 2)
    )

    assert written(chapters, ending="ris", topics=[topic]).counts == {"new": 2}
    book.refresh_from_db()
    assert book.title == "The book"


def test_entries_in_one_line_are_each_about_their_own_record(topic):
    first = RecordFactory(title="First", doi="10.5555/one", topics=[topic])
    second = RecordFactory(title="Second", doi="10.5555/two", topics=[topic])
    line = (
        "@report{a, title={First}, doi={10.5555/one}, publisher={A}} "
        "@report{b, title={Second}, doi={10.5555/two}, publisher={B}}\n"
    )

    written(line, ending="bib", topics=[topic])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, first.publisher) == ("First", "A")
    assert (second.title, second.publisher) == ("Second", "B")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://library.example.org/library/{pk}/",
        "{site}/library/{other}/",
        "{site}/networks/{pk}/",
    ],
)
def test_an_id_that_does_not_stand_beside_the_address_of_its_record_is_ignored(
    client, topic, address, settings
):
    record = RecordFactory(title="Ours", topics=[topic])
    site, other = settings.SITE_URL, record.pk + 1
    beside = address.format(pk=record.pk, site=site, other=other)

    done = written(f"id,title,topics,issued,address\n{record.pk},Theirs,cold,2020,{beside}\n")

    client.force_login(UserFactory(roles=[Role.EDITOR]))
    page = client.get(done.get_absolute_url()).content.decode()
    assert (done.counts, done.ids_ignored) == ({"new": 1}, 1)
    assert "The id of 1 row is ignored." in page
    record.refresh_from_db()
    assert record.title == "Ours"


def test_an_id_beside_the_address_of_its_record_is_ours(client, topic):
    record = RecordFactory(title="Ours", topics=[topic])

    done = read(f"id,address,title\n{ours(record)},Another title\n")

    client.force_login(UserFactory(roles=[Role.EDITOR]))
    page = client.get(done.get_absolute_url()).content.decode()
    assert (done.changes.get().record, done.ids_ignored) == (record, 0)
    assert "ignored" not in page


def test_works_of_one_title_and_year_with_two_isbns_are_two(topic):
    record = RecordFactory(title="Annual report", year=2020, isbn="9780306406157", topics=[topic])

    done = written("title,topics,issued,isbn\nAnnual report,cold,2020,9783161484100\n")

    assert (done.counts, done.shown[0]["alike"]) == ({"new": 1}, record.pk)


def test_an_isbn_with_another_title_is_new_and_asks(topic):
    record = RecordFactory(title="One work", year=2020, isbn="9780306406157", topics=[topic])

    done = written("title,topics,issued,isbn\nAnother work,cold,2020,9780306406157\n")

    assert (done.counts, done.shown[0]["alike"]) == ({"new": 1}, record.pk)


def test_rows_about_one_work_are_found_by_any_identity(topic):
    done = read("title,topics,issued,doi\nWork,cold,2020,10.5555/one\nWork,cold,2020,\n")

    assert done.state == "refused"
    assert done.counts == {"new": 1, "refused": 1}


def test_one_file_gives_no_two_records_the_same_doi(topic):
    record = RecordFactory(title="Ours", topics=[topic])

    done = read(
        f"id,address,title,topics,issued,doi\n{ours(record)},,,,10.5555/new\n,,Brand new,cold,2003,10.5555/new\n"
    )

    assert done.state == "refused"


@pytest.mark.parametrize("column", ["doi", "title"])
def test_a_doi_or_title_and_year_are_an_identity(topic, column):
    values = {"doi": "10.5555/one", "title": "The work"}
    record = RecordFactory(**values, year=2020, topics=[topic])
    row = {"title": "Another title", column: values[column]}

    done = read(f"title,issued,publisher,doi\n{row['title']},2020,Press,{row.get('doi', '')}\n")

    assert done.counts == {"changed": 1}
    assert done.changes.get().record == record


def test_the_preview_tells_each_field_that_would_be_replaced_with_both_values(topic):
    warm = TopicFactory(code="warm", label="Warm homes")
    body = OrganisationFactory(name="City of Leeds")
    record = RecordFactory(
        title="Old title",
        summary="Old words.",
        year=2020,
        language="en",
        doi="10.5555/one",
        topics=[topic],
        creators=[CreatorName("Ada Byron"), CreatorName(body.name, organisation=body)],
    )

    done = read(
        "title,summary,issued,people,organisations,language,topics,doi\n"
        "New title,New words.,2021-03,Mary Seacole,New Body,cym,warm,10.5555/ONE\n"
    )

    change = done.changes.get()
    assert (change.record, change.row, change.is_written) == (record, 2, False)
    assert replaced(change) == [
        ("title", "Old title", "New title"),
        ("summary", "Old words.", "New words."),
        ("date", "2020", "2021-03"),
        ("people and organisations", "Byron, Ada; City of Leeds", "Seacole, Mary; New Body"),
        ("language", "English", "Welsh"),
        ("topics", str(topic), str(warm)),
    ]
    record.refresh_from_db()
    assert record.title == "Old title"
    assert not Organisation.objects.filter(name="New Body").exists()


def test_every_changed_row_is_kept_for_the_preview_however_many_new_ones_there_are(topic):
    records = [RecordFactory(title=f"Old {n}", topics=[topic]) for n in range(3)]
    new = "".join(f",,New {n},cold\n" for n in range(600))
    changed = "".join(f"{ours(record)},Changed,cold\n" for record in records)

    done = read(f"id,address,title,topics\n{new}{changed}")

    assert done.counts == {"new": 600, "changed": 3}
    assert [change.record for change in done.changes.order_by("pk")] == records


def test_what_is_refused_is_shown_however_many_rows_stand_before_it(topic):
    new = "".join(f"New {n},cold\n" for n in range(600))

    done = read(f"title,topics\n{new}Wrong,nothing\n")

    assert [row["row"] for row in done.shown if row["verdict"] == "refused"] == [602]


def test_nothing_is_replaced_that_was_not_shown(topic):
    record = RecordFactory(title="Cold homes", publisher="First", year=2020, topics=[topic])
    ready = read("title,issued,publisher,people\nCold homes,2020,Press,Ada Byron\n")
    confirm_import(begun=ready)
    correct_record(
        record=record,
        changes={"publisher": "Second"},
        topics=[topic],
        creators=[CreatorName("Ada Byron")],
        at=NOW,
    )

    done = write_import(begun=ready, at=NOW)

    record.refresh_from_db()
    assert (done.state, record.publisher) == ("refused", "Second")
    assert done.shown[0]["reasons"] == [["id", "This record was changed since the file was read."]]


def test_what_a_file_cannot_know_stays_with_the_people_of_a_record(topic):
    author = UserFactory()
    body = OrganisationFactory(name="City of Leeds")
    record = RecordFactory(
        title="Cold homes",
        type="guidance",
        year=2020,
        month=3,
        day=4,
        topics=[topic],
        creators=[
            CreatorName(body.name, organisation=body),
            CreatorName("Ada Byron", user=author, orcid="0000-0002-1825-0097"),
        ],
    )

    written(
        ris(TI="Cold homes", AU="Byron, Ada", PY="2020", PB="Press"), ending="ris", topics=[topic]
    )

    record.refresh_from_db()
    assert (record.publisher, record.type, str(record.issued)) == (
        "Press",
        "guidance",
        "2020-03-04",
    )
    assert list(record.creators.order_by("position").values_list("name", "user", "orcid")) == [
        ("City of Leeds", None, ""),
        ("Ada Byron", author.pk, "0000-0002-1825-0097"),
    ]


@pytest.mark.parametrize("ending", ["csv", "ris", "bib"])
def test_an_export_in_any_format_is_the_same_when_it_comes_back(client, topic, ending):
    body = OrganisationFactory(name="Commission on Warm Homes")
    RecordFactory(
        title="Chaired",
        type="guidance",
        year=2020,
        month=3,
        topics=[topic],
        creators=[
            CreatorName("Ada Byron", role=CreatorRole.CHAIR),
            CreatorName(body.name, organisation=body, role=CreatorRole.ISSUER),
        ],
    )
    RecordFactory(
        title="Signed",
        type="article",
        doi="10.5555/one",
        isbn="9783161484100",
        language="cy",
        topics=[topic],
        creators=[
            CreatorName(body.name, organisation=body),
            CreatorName("John Smith Jr."),
            CreatorName("Gabriela García Márquez", known_sort_name="García Márquez, Gabriela"),
            CreatorName("فاطمة الزهراء"),
            CreatorName("Plato", role=CreatorRole.EDITOR),
        ],
    )
    answer = client.get(reverse("library:finder_export", args=[ending]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    done = read(content.decode(), ending=ending, topics=[topic])

    assert (done.counts, done.problem) == ({"same": 2}, "")


def test_an_author_that_a_file_adds_is_one_more_and_a_person_stays_one(topic):
    record = RecordFactory(title="Work", year=2020, creators=[CreatorName("Plato")])

    written(
        "TY  - RPRT\nTI  - Work\nAU  - Plato\nAU  - Byron, Ada\nPY  - 2020\nER  - \n",
        ending="ris",
        topics=[topic],
    )

    people = record.creators.filter(organisation=None).values_list("name", flat=True)
    assert sorted(people) == ["Ada Byron", "Plato"]
    assert not Organisation.objects.exists()
