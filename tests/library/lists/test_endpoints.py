"""Reading lists for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.addresses import full_address
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.catalogue.actions.records import withdraw_record
from library.lists.models import Listed, ReadingList

pytestmark = pytest.mark.django_db
LISTS = "/api/v1/lists/"


def collection(name="Cold homes", sharing=ReadingList.Sharing.CURATED, records=(), **fields):
    now = timezone.now()
    made = ReadingList.objects.create(
        name=name, sharing=sharing, made_at=now, changed_at=now, **fields
    )
    for position, record in enumerate(records):
        Listed.objects.create(
            reading_list=made, record=record, position=position, note="Why", added_at=now
        )
    return made


def test_a_collection_is_told_with_the_works_that_can_be_read(client):
    first, gone = RecordFactory(title="Cold homes"), RecordFactory()
    made = collection(about="To begin with", records=[first, gone])
    withdraw_record(record=gone, reason="Wrong.", by=UserFactory(), at=timezone.now())

    answer = client.get(f"{LISTS}{made.pk}/")

    assert answer.json() == {
        "id": made.pk,
        "url": full_address(made.get_absolute_url()),
        "name": "Cold homes",
        "about": "To begin with",
        "sharing": "curated",
        "works": 1,
        "changed_at": made.changed_at.isoformat(),
        "items": [
            {
                "record": first.pk,
                "url": full_address(first.get_absolute_url()),
                "title": "Cold homes",
                "note": "Why",
            }
        ],
    }


@pytest.mark.parametrize("sharing", ["private", "link"])
def test_lists_of_others_are_not_found(client, sharing):
    token = "x" if sharing == "link" else ""
    hidden = collection(sharing=sharing, token=token, user=UserFactory())

    answers = [client.get(LISTS), client.get(f"{LISTS}{hidden.pk}/")]

    assert answers[0].json() == {"items": [], "next": None}
    assert (answers[1].status_code, answers[1]["Content-Type"]) == (404, "application/problem+json")


def test_pages_hold_every_collection_once(client):
    made = [collection(name=f"List {n}").pk for n in range(5)]
    address, pages = f"{LISTS}?limit=2", []

    while address:
        answer = client.get(address).json()
        pages.append([each["id"] for each in answer["items"]])
        address = answer["next"]

    assert pages == [made[:2], made[2:4], made[4:]]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("limit=0", ["limit"]),
        ("limit=x&cursor=forged", ["cursor", "limit"]),
        ("page=2", ["page"]),
        ("cursor=WyJhIl0:1:x", ["cursor"]),
    ],
)
def test_every_wrong_parameter_is_named(client, query, wrong):
    answer = client.get(f"{LISTS}?{query}")

    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == wrong


def test_a_cursor_of_records_is_none_of_lists(client):
    RecordFactory.create_batch(2)
    cursor = client.get("/api/v1/records/?limit=1").json()["next"].partition("cursor=")[2]

    assert client.get(f"{LISTS}?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("count", [1, 4])
def test_a_collection_takes_as_many_queries_whatever_its_length(client, count):
    made = collection(records=RecordFactory.create_batch(count))
    client.get(f"{LISTS}{made.pk}/")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{LISTS}{made.pk}/")

    assert len(answer.json()["items"]) == count
    assert len(queries) <= 5
