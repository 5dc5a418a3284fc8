"""Type fields and the stage of a practice on their way out of the library and back."""

import csv
import io

import bibtexparser
import pytest
import rispy
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.practice import CaseStudyFactory, JudgementFactory, judged
from library.catalogue.actions.records import correct_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Record
from library.exchange.actions.undoing import queue_undo, undo_import
from tests.library.exchange.test_importing import NOW, read, topic, written  # noqa: F401

pytestmark = pytest.mark.django_db
DETAILS = {
    "targeting": "proportionate",
    "did_not_work": "=Leaflets {alone}.\n\nNobody read them & 5% kept one.",
    "adaptations": "We began at the school kitchen.",
    "cost": "£21,000 a year (2024)",
    "transfer": "A council that pays.",
}


@pytest.fixture
def study(topic):  # noqa: F811
    record = CaseStudyFactory(title="School meals", topics=[topic], particulars=DETAILS)
    JudgementFactory(record=record, judged=judged(participation="partly"))
    JudgementFactory(record=record)
    return record


def exported(client):
    answer = client.get(reverse("library:finder_export", args=["csv"]))
    return b"".join(answer.streaming_content).decode()


def edited(text, **cells):
    """Change cells of the only row of an export."""
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    out = io.StringIO()
    writer = csv.DictWriter(out, row.keys())
    writer.writeheader()
    writer.writerow(row | cells)
    return out.getvalue()


def answers(record):
    return Record.objects.get(pk=record.pk).current_version.particulars


def test_a_table_has_type_fields_and_stage_and_comes_back_the_same(client, study, topic):  # noqa: F811
    RecordFactory(topics=[topic])
    text = exported(client)

    [row] = [r for r in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))) if r["stage"]]
    again = read(text)

    assert row["detail_targeting"] == "proportionate"
    assert row["detail_cost"] == "£21,000 a year (2024)"
    assert (row["stage"], row["stage_reasons"].count("Yes: ")) == ("promising", 5)
    assert (
        "Not yet: Effectiveness, participation and replicability are met." in row["stage_reasons"]
    )
    assert (again.counts, again.problem) == ({"same": 2}, "")


def test_a_changed_type_field_is_shown_written_and_taken_back(client, study):
    text = edited(
        exported(client), detail_cost="£25,000", detail_transfer="", detail_lessons="Ask."
    )

    looked_at = read(text)
    assert (looked_at.counts, looked_at.shown[0]["changes"]) == ({"changed": 1}, ["details"])
    assert answers(study) == DETAILS
    done = written(text)
    assert answers(study) == DETAILS | {"cost": "£25,000", "lessons": "Ask."}
    assert "£25,000" in client.get(study.get_absolute_url()).content.decode()

    correct_record(
        record=Record.objects.get(pk=study.pk),
        changes={},
        topics=study.topics.all(),
        creators=[],
        particulars={"lessons": "Ask them."},
        at=NOW,
    )
    queue_undo(begun=done, by=UserFactory(), at=NOW)
    undo_import(begun=done, at=NOW)
    assert answers(study) == DETAILS | {"lessons": "Ask them."}
    assert done.changes.get().kept == ["details"]


def test_a_new_case_study_brings_its_type_fields(client, topic):  # noqa: F811
    written(
        "title,type,topics,detail_targeting,detail_cost\n"
        "Warm hubs,case-study,cold,universal,Not known\n"
    )

    record = Record.objects.get()
    assert answers(record) == {"targeting": "universal", "cost": "Not known"}
    assert "cost" not in record.lacks
    assert "Not known" in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("type_", "column", "value", "told"),
    [
        ("case-study", "detail_targeting", "everyone", "“everyone” is not known. Use one of: universal, targeted, proportionate."),
        ("report", "detail_cost", "5", "Works of this type do not have this field."),
        ("case-study", "detail_cost", "a" * 6_001, "Write at most 6000 characters."),
        ("case-study", "detail_contact", '"a\nb"', "Write it on one line."),
        ("project", "detail_starts_on", "3 March", "Enter the day as year, month and day, such as 2026-03-14."),
    ],
)  # fmt: skip
def test_a_type_field_that_cannot_be_is_refused_under_its_column(topic, type_, column, value, told):  # noqa: F811
    judged_rows = read(f"title,type,topics,{column}\nA,{type_},cold,{value}\n")

    assert judged_rows.shown[0]["reasons"] == [[column, told]]


def test_reference_managers_get_them_as_notes_and_topics_stay_the_only_keywords(client, study):
    ris = client.get(reverse("library:record_reference", args=[study.pk, "ris"])).content.decode()
    bib = client.get(reverse("library:record_reference", args=[study.pk, "bib"])).content.decode()
    csl = client.get(reverse("library:record_reference", args=[study.pk, "json"])).json()

    [entry] = rispy.loads(ris)
    notes = entry["notes"]
    assert notes[0].startswith("Equity targeting: Proportionate: for everyone")
    assert "Cost: £21,000 a year (2024)" in notes
    assert notes[-1].startswith("Stage: Promising practice (Yes: ")
    assert entry["keywords"] == [study.topics.get().label]
    [field] = [f for f in bibtexparser.parse_string(bib).entries[0].fields if f.key == "annote"]
    assert r"\{" not in field.value
    assert r"\textbraceleft{}alone\textbraceright{}" in field.value
    assert "Cost: £21,000 a year (2024)" in csl[0]["annote"]


def test_a_reference_of_an_older_version_names_no_stage(client, study):
    deposit_version(record=study, body="", note="New", by=None, at=timezone.now())
    first = client.get(reverse("library:version_reference", args=[study.pk, 1, "ris"]))

    assert "Cost: " in first.content.decode()
    assert "Stage: " not in first.content.decode()


def test_programs_read_the_reasons_of_the_stage(client, study):
    told = client.get(f"/api/v1/records/{study.pk}/").json()

    assert told["stage"] == "promising"
    assert told["stage_reasons"][0] == {
        "stage": "emerging",
        "condition": "Relevance and ethics are at least partly met",
        "holds": True,
    }
    assert [each["holds"] for each in told["stage_reasons"]].count(False) == 1
