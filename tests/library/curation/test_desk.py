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


def test_the_desk_shows_each_queue_with_what_to_do_and_where(client, editor):
    poor = complete(publisher="", year=None)
    file = FileFactory(record=complete(), embargo_until=timezone.localdate() + DAY)

    pages = {
        name: client.get(reverse("library:desk_queue", args=[name])).context["waiting"]
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

    assert counts[0] == counts[1] <= 12
