"""The desk of the library's editors."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library.catalogue.models import Record
from library.curation.actions.links import record_link_answer, schedule_link_checks
from library.curation.links.checking import LinkAnswer
from library.curation.models import LinkState
from library.curation.queues import QUEUES
from library.documents.models import ExtractionState, FileText

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def complete(**fields):
    """A record that lacks nothing and came in long ago."""
    return RecordFactory(
        **{
            "summary": "What one place tried. " * 10,
            "publisher": "A press",
            "url": "https://example.org/r",
            "on": timezone.localdate() - 60 * DAY,
            **fields,
        }
    )


def in_queue(name):
    return set(QUEUES[name].records(timezone.localdate()))


def test_each_queue_holds_what_needs_that_hand():
    today = timezone.localdate()
    complete()
    new, poor, topicless = complete(on=today), complete(publisher=""), complete()
    topicless.topics.clear()
    dead, closed, scan = complete(), complete(), complete()
    schedule_link_checks(at=timezone.now())
    record_link_answer(check=dead.link_check, answer=LinkAnswer(LinkState.GONE), at=timezone.now())
    FileFactory(record=closed, embargo_until=today + 14 * DAY)
    FileFactory(record=complete(), embargo_until=today + 15 * DAY)
    unread = FileFactory(record=scan, content=b"a,b\n1,2\n")
    FileText.objects.create(
        file=unread, state=ExtractionState.FAILED, remark="It is broken.", changed_at=timezone.now()
    )

    assert {name: in_queue(name) for name in QUEUES} == {
        "new": {new},
        "incomplete": {poor},
        "no-topic": {topicless},
        "links": {dead},
        "embargo": {closed},
        "unread": {scan},
    }


def test_a_record_came_in_on_the_day_that_it_was_for_who_reads():
    record = complete()
    record.published_at = dt.datetime(2031, 5, 17, 22, 30, tzinfo=dt.UTC)

    days = []
    for zone in ("UTC", "Asia/Kathmandu"):
        with timezone.override(zone):
            days.append(QUEUES["new"].why(record))

    assert days == ["In the library since 17 May 2031.", "In the library since 18 May 2031."]


def test_the_desk_shows_each_queue_with_what_to_do_and_where(client, editor):
    poor = complete(publisher="", year=None)
    file = FileFactory(record=complete(), embargo_until=timezone.localdate() + DAY)

    pages = {
        name: client.get(reverse("library:desk_queue", args=[name])).context["table"].rows
        for name in ("incomplete", "embargo")
    }

    [lacking], [opening] = pages["incomplete"], pages["embargo"]
    assert (lacking.record, lacking.why, lacking.address) == (
        poor,
        "Enter the publisher. · Enter when it was issued.",
        reverse("library:record_edit", args=[poor.pk]),
    )
    assert opening.address == reverse("library:file_edit", args=[file.pk])


def test_the_desk_is_for_editors_and_knows_its_queues(client, editor):
    unknown = client.get(reverse("library:desk_queue", args=["nothing"]))
    client.force_login(UserFactory())
    near = client.get(reverse("library:desk"))
    client.logout()

    assert (unknown.status_code, near.status_code) == (404, 403)
    assert client.get(reverse("library:desk")).status_code == 302


@pytest.mark.parametrize("name", sorted(QUEUES))
def test_a_queue_takes_as_many_queries_whatever_its_length(client, editor, name):
    counts = []
    for _length in (1, 4):
        for record in (complete(on=timezone.localdate(), publisher="") for _n in range(3)):
            record.topics.clear()
        schedule_link_checks(at=timezone.now())
        for record in Record.objects.all():
            record_link_answer(
                check=record.link_check, answer=LinkAnswer(LinkState.GONE), at=timezone.now()
            )
        client.get(reverse("library:desk_queue", args=[name]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("library:desk_queue", args=[name]))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 14


def test_the_desk_opens_on_the_first_queue_with_work_in_it(client, editor):
    address = reverse("library:desk")
    nothing = client.get(address).context["queue"].name
    poor = complete(publisher="")

    opened = client.get(address).context
    asked = client.get(reverse("library:desk_queue", args=["new"])).context

    assert (nothing, opened["queue"].name, asked["queue"].name) == ("new", "incomplete", "new")
    assert [item.record for item in opened["table"].rows] == [poor]


def test_chosen_records_are_edited_together_and_all_can_be_chosen_without_a_script(client, editor):
    records = [complete(publisher="", title=f"Record {number}") for number in range(3)]

    page = client.get(reverse("library:desk"), {"choose": "all", "sort": "title"})
    table = page.context["table"]
    chosen = [line.shown.choice.key for line in table.lines]
    preview = client.get(table.choosing.address, {table.choosing.parameter: chosen})

    assert chosen == [record.pk for record in records]
    assert page.content.decode().count(" checked>") == 3
    assert list(preview.context["records"]) == records


def test_a_queue_is_sorted_and_written_as_csv(client, editor):
    for title, year in (("Beeston", 2019), ("Aireborough", 2024)):
        complete(publisher="", title=title, year=year)

    answer = client.get(reverse("library:desk"), {"sort": "title", "as": "csv"})

    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [row.rsplit(",", 1)[0] for row in rows] == [
        "Title,Why it is here,Type,Year",
        "Aireborough,Enter the publisher.,Report,2024",
        "Beeston,Enter the publisher.,Report,2019",
    ]
