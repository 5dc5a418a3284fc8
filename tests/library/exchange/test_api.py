"""The library for programs."""

import datetime as dt
import json

import jsonschema
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.roles import Role
from api.endpoints import openapi_document
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db
RECORDS = "/api/v1/records/"
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def conforms(schema, body):
    """Validate a body against the schema of this name in our own document."""
    whole = json.loads(json.dumps(openapi_document()))
    named = {"$ref": f"#/components/schemas/{schema}", "components": whole["components"]}
    jsonschema.validate(body, named, cls=jsonschema.Draft202012Validator)
    return body


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def all_pages(client, address):
    pages = []
    while address:
        answer = client.get(address)
        pages.append(ids(answer))
        address = answer.json()["next"]
    return pages


def test_a_record_is_told_in_full_as_the_document_says(client):
    record = RecordFactory(
        title="Tai oer & iechyd",
        language="cy",
        month=3,
        doi="10.1136/bmj.m693",
        topics=[TopicFactory(code="cold", label="Cold homes")],
        creators=[CreatorName("Siân Ó Briain"), CreatorName("فاطمة الزهراء")],
    )
    FileFactory(record=record)

    answer = client.get(f"{RECORDS}{record.pk}/")

    body = conforms("Record", answer.json())
    assert (body["title"], body["issued"], body["language"]) == (
        "Tai oer & iechyd",
        "2020-03",
        "cy",
    )
    assert [each["name"] for each in body["creators"]] == ["Siân Ó Briain", "فاطمة الزهراء"]
    assert body["topics"] == [{"code": "cold", "label": "Cold homes"}]
    [file] = body["version"]["files"]
    assert client.get(file["url"]).status_code == 200
    assert all(client.get(address).status_code == 200 for address in body["references"].values())
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_pages_hold_every_record_once_while_others_come_in(client):
    before = [RecordFactory().pk for _n in range(5)]
    first = client.get(f"{RECORDS}?limit=2").json()
    withdrawn = Record.objects.get(pk=before[0])
    withdraw_record(record=withdrawn, reason="Wrong.", by=UserFactory(), at=timezone.now())
    after = RecordFactory().pk

    rest = all_pages(client, first["next"])

    conforms("RecordList", first)
    assert [[item["id"] for item in first["items"]], *rest] == [
        before[:2],
        before[2:4],
        [before[4], after],
    ]


def test_a_search_comes_by_best_match_and_by_id_when_asked(client):
    weak = RecordFactory(title="Parks", summary="What a cold winter did to parks and people. " * 5)
    strong = RecordFactory(title="Cold homes", summary="Cold homes and cold people. " * 8)
    RecordFactory(title="Schools")

    best, by_id = client.get(f"{RECORDS}?q=cold+homes"), client.get(f"{RECORDS}?q=cold&sort=id")
    pages = all_pages(client, f"{RECORDS}?q=cold&limit=1")

    assert (ids(best), ids(by_id)) == ([strong.pk, weak.pk], [weak.pk, strong.pk])
    assert pages == [[strong.pk], [weak.pk]]
    assert best.json()["total"] == 2


def test_a_typing_error_is_repaired_and_the_answer_says_so(client):
    record = RecordFactory(title="Inequalities in housing")

    answer = client.get(f"{RECORDS}?q=housng").json()

    assert ([item["id"] for item in answer["items"]], answer["searched_for"]) == (
        [record.pk],
        "housing",
    )


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("colour=red", ["colour"]),
        ("limit=0", ["limit"]),
        ("limit=201", ["limit"]),
        ("limit=ten&sort=size", ["limit", "sort"]),
        ("year_from=20x0", ["year_from"]),
        ("year_from=2020&year_to=2010", ["year_to"]),
        ("cursor=forged", ["cursor"]),
        ("cursor=%00%ff", ["cursor"]),
    ],
)
def test_every_wrong_parameter_is_named_in_a_problem(client, query, wrong):
    answer = client.get(f"{RECORDS}?{query}")

    body = conforms("Problem", answer.json())
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [each["parameter"] for each in body["errors"]] == wrong


def test_a_cursor_belongs_to_its_search(client):
    RecordFactory.create_batch(2)
    cursor = client.get(f"{RECORDS}?limit=1").json()["next"].partition("cursor=")[2]

    answer = client.get(f"{RECORDS}?limit=1&year_from=2000&cursor={cursor}")

    assert [each["parameter"] for each in answer.json()["errors"]] == ["cursor"]


def test_what_has_not_changed_is_not_sent_again(client):
    record = RecordFactory()
    address = f"{RECORDS}{record.pk}/"
    first = client.get(address)
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    Record.objects.filter(pk=record.pk).update(title="Another title")
    other = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert (other.status_code, other.json()["title"]) == (200, "Another title")


def test_withdrawn_merged_and_unknown_records_say_what_they_are(client):
    editor = UserFactory(roles=[Role.EDITOR])
    gone, twin, kept = RecordFactory.create_batch(3)
    withdraw_record(record=gone, reason="It was a mistake.", by=editor, at=timezone.now())
    merge_records(duplicate=twin, into=kept, by=editor, at=timezone.now())

    answers = [client.get(f"{RECORDS}{pk}/") for pk in (gone.pk, twin.pk, 999_999_999)]

    assert [answer.status_code for answer in answers] == [410, 301, 404]
    assert conforms("Problem", answers[0].json())["detail"] == "It was a mistake."
    assert answers[1]["Location"] == f"{RECORDS}{kept.pk}/"
    conforms("Problem", answers[2].json())
    assert ids(client.get(RECORDS)) == [kept.pk]


def test_a_closed_file_is_named_without_its_address_or_its_sum(client):
    day = timezone.localdate() + dt.timedelta(days=3)
    file = FileFactory(embargo_until=day, content=b"secret,1\n")

    answer = client.get(f"{RECORDS}{file.version.record_id}/")

    [told] = conforms("Record", answer.json())["version"]["files"]
    assert (told["url"], told["sha256"], told["closed_until"]) == (None, None, day.isoformat())
    assert file.sha256 not in answer.content.decode()


def test_facets_count_what_the_search_finds(client):
    housing = TopicFactory(code="housing", label="Housing")
    RecordFactory(topics=[housing], title="Cold homes")
    RecordFactory(topics=[housing], title="Parks")

    answer = client.get("/api/v1/facets/?q=cold")

    facets = {
        each["name"]: each["values"] for each in conforms("FacetList", answer.json())["facets"]
    }
    assert facets["topic"] == [
        {"value": "housing", "label": "Housing", "records": 1, "within": None}
    ]
    assert client.get("/api/v1/facets/?limit=3").status_code == 400


def test_other_methods_and_too_many_requests_are_problems(client, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    posted = client.post(RECORDS)
    for _n in range(300):
        last = client.get(f"{RECORDS}?limit=x")
    refused = client.get(RECORDS)

    assert (posted.status_code, posted["Allow"]) == (405, "GET, HEAD")
    assert (last.status_code, refused.status_code) == (400, 429)
    assert {answer["Content-Type"] for answer in (posted, refused)} == {"application/problem+json"}


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_takes_as_many_queries_whatever_its_length(client, count):
    for record in RecordFactory.create_batch(count):
        FileFactory(record=record, content=b"a,%d\n" % record.pk)
    client.get(RECORDS)

    with CaptureQueriesContext(connection) as queries:
        body = client.get(RECORDS).json()

    assert len(body["items"]) == count
    assert len(queries) <= 9


def test_without_words_best_match_is_the_order_of_numbers_on_every_page(client):
    records = [RecordFactory().pk for _n in range(3)]

    assert all_pages(client, f"{RECORDS}?sort=relevance&limit=2") == [records[:2], records[2:]]


class AnythingIsAnswered(TestCase):
    """The API under arbitrary query strings."""

    @given(
        st.dictionaries(
            st.sampled_from(["q", "topic", "limit", "cursor", "sort", "year_from", "place"]),
            st.text(max_size=40),
        )
    )
    def test_no_address_breaks_the_api(self, query):
        cache.clear()
        answer = self.client.get(RECORDS, query)

        assert answer.status_code in {200, 400}
        json.loads(answer.content)


def test_what_only_case_studies_are_asked_is_told_with_its_words(client):
    record = RecordFactory(
        type="case-study", particulars={"targeting": "targeted", "cost": "£9", "partners": ""}
    )

    body = conforms("Record", client.get(f"{RECORDS}{record.pk}/").json())

    assert [(each["name"], each["value"], each["text"]) for each in body["details"]] == [
        ("targeting", "targeted", "Targeted: only for those with the greatest need"),
        ("cost", "£9", "£9"),
    ]
