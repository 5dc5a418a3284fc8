"""Loading the topics and reports that the library starts with."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from library.catalogue.actions.starter_data import LoadResult, load_reports
from library.catalogue.models import Creator, Featured, Record
from library.data import report_rows, topic_tree
from library.vocabularies.actions.topics import load_topics
from library.vocabularies.choices import CreatorRole
from library.vocabularies.models import Topic
from tests.shared import shared

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


@shared
def topics():
    """The tree of topics that the library starts with."""
    load_topics(tree=topic_tree())


def row(**changes):
    return {
        "key": "cold-homes",
        "type": "report",
        "title": "Cold Homes: What Councils Can Do",
        "year": "2011",
        "authors": "Ada Byron; Mary Seacole",
        "organisations": "National Energy Action",
        "publisher": "National Energy Action",
        "topics": "fuel-poverty; housing",
        "place": "England; Leeds",
        "url": "https://example.org/cold",
        "summary": "What councils can do about cold homes.",
        "where_seen": "example.org",
        **changes,
    }


def test_load_library_brings_every_report_and_the_featured_one(capsys):
    # Others of the module share the tree.
    Topic.objects.update(parent=None)
    Topic.objects.all().delete()

    call_command("load_library")

    assert Record.objects.count() == 160
    assert Topic.objects.filter(parent=None).count() == 9
    assert Topic.objects.exclude(parent=None).count() == 50
    assert not Record.objects.filter(where_seen="").exists()
    assert not Record.objects.filter(current_version=None).exists()
    assert Record.objects.filter(year=None).count() == 14
    assert [featured.record.title for featured in Featured.objects.all()] == [
        "World report on social determinants of health equity"
    ]


def test_load_library_twice_changes_nothing(capsys):
    call_command("load_library")
    before = list(Record.objects.order_by("pk").values_list("pk", "changed_at", "title"))

    call_command("load_library")

    assert list(Record.objects.order_by("pk").values_list("pk", "changed_at", "title")) == before
    assert Featured.objects.count() == 1
    assert "160 were there already" in capsys.readouterr().out


def test_load_keeps_what_an_editor_corrected(topics):
    load_reports(rows=[row()], on=TODAY)
    Record.objects.update(title="Corrected")

    result = load_reports(rows=[row()], on=TODAY)

    assert result == LoadResult(added=0, kept=1)
    assert Record.objects.get().title == "Corrected"


def test_load_makes_people_and_organisations_creators(topics):
    load_reports(rows=[row(authors="Ada Byron; Mary Seacole (chair)")], on=TODAY)

    assert list(Creator.objects.order_by("position").values_list("sort_name", "role")) == [
        ("Byron, Ada", CreatorRole.AUTHOR),
        ("Seacole, Mary", CreatorRole.CHAIR),
        ("National Energy Action", CreatorRole.ISSUER),
    ]
    assert Creator.objects.get(role=CreatorRole.ISSUER).organisation == Organisation.objects.get()


def test_load_leaves_unknown_years_and_addresses_blank(topics):
    load_reports(rows=[row(year="", url="")], on=TODAY)

    record = Record.objects.get()
    assert (record.year, record.url) == (None, "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"key": ""}, "key: The row has no key."),
        ({"title": ""}, "title: This field cannot be blank."),
        ({"title": "x" * 301}, "title: Ensure this value has at most 300 characters (it has 301)."),
        ({"type": "poem"}, "type: Value 'poem' is not a valid choice."),
        ({"year": "20l4"}, "year: “20l4” is not a year."),
        ({"topics": "poetry"}, "topics: There is no topic “poetry”."),
        ({"topics": ""}, "topics: Choose between one and 6 topics."),
        ({"url": "example"}, "url: Enter a valid URL."),
        (
            {"summary": "a\x00b"},
            "summary: Remove the invisible control characters. They often come with copied text.",
        ),
    ],
)
def test_load_names_a_bad_row_and_writes_nothing(topics, changes, reason):
    result = load_reports(rows=[row(), row(**{"key": "other", **changes})], on=TODAY)

    assert [(problem.number, problem.reasons) for problem in result.problems] == [(3, [reason])]
    assert result.added == 0
    assert not Record.objects.exists()
    assert not Organisation.objects.exists()


def test_load_library_tells_of_bad_rows_in_a_file(tmp_path, capsys):
    file = tmp_path / "rows.csv"
    file.write_text(
        "key,type,title,topics,summary\na,report,A,housing,Words\nb,report,,housing,W\n"
    )

    with pytest.raises(CommandError, match="1 of 2 rows are bad"):
        call_command("load_library", str(file))

    assert capsys.readouterr().err == "Line 3: -: title: This field cannot be blank.\n"
    assert not Record.objects.exists()


def test_load_tells_everything_that_is_wrong_with_a_row(topics):
    bad = row(title="", year="x", topics="poetry", authors="A" * 201)

    (problem,) = load_reports(rows=[bad], on=TODAY).problems

    assert sorted(reason.split(":")[0] for reason in problem.reasons) == ["title", "topics", "year"]


@pytest.mark.parametrize("column", ["authors", "corporate_authors"])
def test_load_refuses_a_name_that_no_title_page_has(topics, column):
    (problem,) = load_reports(rows=[row(**{column: "A" * 201})], on=TODAY).problems

    assert problem.reasons == [f"creators: The name “{'A' * 40}…” has more than 200 characters."]
    assert not Organisation.objects.exists()


def test_load_library_counts_the_lines_of_a_file(tmp_path, capsys):
    file = tmp_path / "rows.csv"
    file.write_text(
        'key,type,title,topics,summary\na,report,A,housing,"Two\nlines"\nb,report,,housing,W\n'
        "c,report,C,housing,W,more\n"
    )

    with pytest.raises(CommandError, match="2 of 3 rows are bad"):
        call_command("load_library", str(file))

    assert capsys.readouterr().err == (
        "Line 4: -: title: This field cannot be blank.\n"
        "Line 5: C: The row has more cells than the heading has columns.\n"
    )


def test_load_library_says_when_a_cell_is_endless(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text(f"key,type\na,{'x' * 200_000}\n")

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_library", str(file))


def test_load_library_says_when_a_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_library", str(tmp_path / "none.csv"))


def test_every_committed_report_has_its_key_once():
    keys = [row["key"] for row in report_rows()]

    assert len(set(keys)) == len(keys) == 160
