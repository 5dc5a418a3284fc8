"""How often works are used, counted by the rules of COUNTER and without the people."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library import tasks
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.usage.actions import add_use
from library.usage.models import MEASURES, UsageMonth, UsageSalt, UsageVisit, UseKind
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def numbers(record):
    """Return the four counts: investigations and requests, total and unique."""
    row = UsageMonth.objects.filter(record=record).values_list(*MEASURES).first()
    return row or (0, 0, 0, 0)


def opened(client, record, **headers):
    return client.get(record.get_absolute_url(), headers={"user-agent": BROWSER, **headers})


def used(record, *, kind=UseKind.INVESTIGATION, thing="version:1", who="a", at=NOW):
    add_use(record_id=record.pk, kind=kind, thing=thing, who=who, at=at)


@pytest.mark.parametrize(
    ("seconds", "counted"),
    [
        ([0], (1, 1, 0, 0)),
        ([0, 30], (1, 1, 0, 0)),
        ([0, 31], (2, 1, 0, 0)),
        ([0, 20, 40, 60], (1, 1, 0, 0)),
        ([0, 20, 51], (2, 1, 0, 0)),
        ([0, 3_600], (2, 2, 0, 0)),
        ([3_590, 3_610], (1, 1, 0, 0)),
        ([0, 86_400], (2, 2, 0, 0)),
    ],
)
def test_second_clicks_count_once_and_each_hour_is_a_visit(seconds, counted):
    record = RecordFactory()

    for second in seconds:
        used(record, at=NOW + dt.timedelta(seconds=second))

    assert numbers(record) == counted


def test_the_full_text_counts_as_a_request_and_as_an_opening():
    record = RecordFactory()

    used(record)
    used(record, kind=UseKind.REQUEST, thing="file:1")
    used(record, kind=UseKind.REQUEST, thing="file:2")
    used(record, kind=UseKind.REQUEST, thing="file:2", who="b")

    assert numbers(record) == (4, 2, 3, 2)


def test_the_same_use_told_twice_counts_once():
    record = RecordFactory()

    for _again in range(2):
        tasks.add_use_of_record(
            record_id=record.pk, kind="request", thing="file:1", who="a", at=NOW.isoformat()
        )

    assert numbers(record) == (1, 1, 1, 1)


def test_a_use_late_at_night_belongs_to_the_month_of_the_institute():
    record = RecordFactory()

    used(record, at=dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC))

    [month] = UsageMonth.objects.values_list("month", flat=True)
    assert month == dt.date(2026, 7, 1)


def test_a_reader_is_counted_and_a_second_reader_too(client):
    record, told = RecordFactory(), RecordFactory(body="All of it.")

    opened(client, record)
    opened(client, record)
    opened(client, record, **{"user-agent": BROWSER + " another"})
    client.force_login(UserFactory())
    opened(client, record)
    opened(client, told)

    assert numbers(record) == (3, 3, 0, 0)
    assert numbers(told) == (1, 1, 1, 1)


def test_a_download_is_a_request(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    file = FileFactory(record=record)

    answer = client.get(file.get_absolute_url(), headers={"user-agent": BROWSER})
    client.get(file.get_absolute_url(), headers={"user-agent": BROWSER + " 2", "range": "bytes=9-"})

    assert answer.status_code == 200
    assert numbers(record) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": ""},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": "curl/8.9"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": "Mozilla/5.0 HeadlessChrome/130"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
    ],
)
def test_robots_and_what_is_fetched_ahead_do_not_count(client, headers):
    record = RecordFactory()

    opened(client, record, **headers)

    assert numbers(record) == (0, 0, 0, 0)


def test_a_telephone_with_bot_in_its_name_is_a_reader(client):
    record = RecordFactory()

    opened(client, record, **{"user-agent": "Mozilla/5.0 (Linux; Android 14; CUBOT X70)"})

    assert numbers(record) == (1, 1, 0, 0)


def test_what_is_not_answered_in_full_does_not_count(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record, gone = RecordFactory(), RecordFactory()
    withdraw_record(record=gone, reason="A mistake.", by=UserFactory(), at=NOW)
    closed = FileFactory(record=record, embargo_until=dt.date(2027, 1, 1))

    statuses = [
        client.head(record.get_absolute_url(), headers={"user-agent": BROWSER}).status_code,
        opened(client, gone).status_code,
        client.get(closed.get_absolute_url(), headers={"user-agent": BROWSER}).status_code,
    ]

    assert statuses == [200, 410, 404]
    assert not UsageMonth.objects.exists()


def test_nothing_that_tells_readers_apart_outlives_its_day(client, clock):
    record = RecordFactory()
    opened(client, record)
    [visit] = UsageVisit.objects.all()

    clock.move_to(NOW + dt.timedelta(days=1))
    tasks.forget_users_of_records()

    assert "127.0.0.1" not in f"{visit.who}{visit.thing}"
    assert (UsageVisit.objects.count(), UsageSalt.objects.count()) == (0, 0)
    assert numbers(record) == (1, 1, 0, 0)


def test_the_same_reader_has_another_name_on_another_day(client, clock):
    record = RecordFactory()
    opened(client, record)
    [first] = UsageVisit.objects.values_list("who", flat=True)

    clock.move_to(NOW + dt.timedelta(days=1))
    opened(client, record)

    [second] = UsageVisit.objects.values_list("who", flat=True)
    assert (first != second, UsageSalt.objects.count()) == (True, 1)


def test_the_uses_of_a_merged_duplicate_are_those_of_the_other_record(client):
    gone, kept = RecordFactory(), RecordFactory(title="Kept")
    used(gone)
    used(kept, who="b")
    editor = UserFactory(roles=[Role.EDITOR])
    merge_records(duplicate=gone, into=kept, by=editor, at=NOW)
    client.force_login(editor)

    page = client.get(reverse("library:record_usage", args=[kept.pk]))
    works = client.get(reverse("library:usage_list")).context["works"]

    assert [number for _label, number in page.context["totals"]] == [2, 2, 0, 0]
    assert [(each.record, list(each.numbers)) for each in works] == [(kept, [2, 2, 0, 0])]


@pytest.mark.parametrize("name", ["record_usage", "record_usage_export"])
def test_editors_authors_and_depositors_see_the_use_and_nobody_else(client, name):
    author, depositor = UserFactory(), UserFactory()
    record = RecordFactory(creators=[CreatorName("Ada Byron", user=author)], depositor=depositor)
    address = reverse(f"library:{name}", args=[record.pk])

    statuses = [client.get(address).status_code]
    for user in (author, depositor, UserFactory(roles=[Role.EDITOR]), UserFactory()):
        client.force_login(user)
        statuses.append(client.get(address).status_code)
    unknown = client.get(reverse(f"library:{name}", args=[record.pk + 1])).status_code

    assert (statuses, unknown) == ([302, 200, 200, 200, 403], 404)


def test_an_author_sees_their_own_works_only_and_the_page_says_where(client):
    author = UserFactory()
    mine = RecordFactory(title="Mine", creators=[CreatorName("Ada Byron", user=author)])
    other = RecordFactory(title="Other")
    used(mine)
    used(other)
    client.force_login(author)

    works = client.get(reverse("library:usage_list")).context["works"]
    pages = [client.get(each.get_absolute_url()).content.decode() for each in (mine, other)]

    assert [each.record for each in works] == [mine]
    assert [reverse("library:usage_list")[:-1] in page for page in pages] == [False, False]
    assert [">Usage</a>" in page for page in pages] == [True, False]


def test_the_table_is_what_libraries_exchange(client, settings):
    record = RecordFactory(title="=Cold homes", publisher="The Institute", doi="10.1234/a")
    used(record, at=dt.datetime(2026, 2, 27, 9, tzinfo=dt.UTC))
    used(record, kind=UseKind.REQUEST, thing="file:1")
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    answer = client.get(reverse("library:usage_export"), {"from": "2026-02", "to": "2026-03"})

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    uri = settings.SITE_URL + record.get_absolute_url()
    head = ["Item", "Publisher", "DOI", "URI", "Metric_Type", "Reporting_Period_Total"]
    work = ["'=Cold homes", "The Institute", "10.1234/a", uri]
    assert rows == [
        [*head, "2026-02", "2026-03"],
        [*work, "Total_Item_Investigations", "2", "1", "1"],
        [*work, "Unique_Item_Investigations", "2", "1", "1"],
        [*work, "Total_Item_Requests", "1", "0", "1"],
        [*work, "Unique_Item_Requests", "1", "0", "1"],
    ]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("", "", ("2025-04", "2026-03")),
        ("2026-01", "", ("2026-01", "2026-03")),
        ("", "2025-12", ("2025-01", "2025-12")),
        ("2026-03", "2026-01", ("2026-01", "2026-01")),
        ("1000-01", "2999-12", ("2021-04", "2026-03")),
        ("1000-01", "1000-01", ("1000-01", "1000-01")),
        ("٢٠٢٦-٠١", "'; --", ("2025-04", "2026-03")),
        ("2026-13", "\x00", ("2025-04", "2026-03")),
    ],
)
def test_any_months_give_a_page(client, first, last, months):
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    answer = client.get(reverse("library:usage_list"), {"from": first, "to": last, "by": last})

    period = answer.context["period"]
    assert (f"{period.first:%Y-%m}", f"{period.last:%Y-%m}") == months


@pytest.mark.parametrize("count", [1, 5])
def test_the_pages_take_as_many_queries_for_five_works_as_for_one(
    client, django_assert_num_queries, count
):
    topic = TopicFactory()
    for record in RecordFactory.create_batch(count, topics=[topic]):
        used(record)
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    with django_assert_num_queries(5):
        client.get(reverse("library:usage_list"))
    with django_assert_num_queries(4):
        client.get(reverse("library:usage_export")).getvalue()
