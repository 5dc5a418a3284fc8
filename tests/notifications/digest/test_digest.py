"""The regular summary: once a period, at eight on the reader's own clock, and never empty."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.models.users import UserQuerySet
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from notifications.actions import choose_channels, unsubscribe
from notifications.delivery.sending import send_waiting
from notifications.digest.queueing import period_due, queue_due_digests
from notifications.digest.sections import (
    SECTIONS,
    Line,
    Reader,
    Section,
    for_each,
    sections_for,
)
from notifications.mail import write_digests
from notifications.models import Delivery, DeliveryState, DigestChoice, DigestIssue
from tests.at_once import at_once

UTC = dt.UTC
TUESDAY_MORNING = dt.datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
THE_DAY_BEFORE = TUESDAY_MORNING - dt.timedelta(days=1)


def send_due_digests(*, at: dt.datetime, people: UserQuerySet | None = None) -> int:
    """Queue what is due, send it, and return how many mails left."""
    queue_due_digests(at=at, people=people)
    return send_waiting(at=at)


@pytest.mark.parametrize(
    ("frequency", "zone", "at", "period"),
    [
        ("weekly", "Europe/London", dt.datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "2026-W48"),
        ("weekly", "Europe/London", dt.datetime(2026, 11, 24, 7, 59, tzinfo=UTC), None),
        ("weekly", "Europe/London", dt.datetime(2026, 11, 25, 20, 1, tzinfo=UTC), None),
        ("weekly", "Asia/Kolkata", dt.datetime(2026, 11, 24, 2, 30, tzinfo=UTC), "2026-W48"),
        ("weekly", "America/New_York", dt.datetime(2026, 11, 24, 12, 0, tzinfo=UTC), None),
        ("weekly", "Europe/London", dt.datetime(2027, 1, 5, 9, 0, tzinfo=UTC), "2027-W01"),
        ("daily", "Europe/London", dt.datetime(2026, 7, 1, 7, 0, tzinfo=UTC), "2026-07-01"),
        ("never", "Europe/London", TUESDAY_MORNING, None),
    ],
)
def test_a_summary_is_due_at_eight_where_the_reader_is(frequency, zone, at, period):
    due = period_due(frequency, at, zone)

    assert (due and due[0]) == period


@pytest.mark.django_db
def test_a_second_run_sends_nothing(kinds):
    reader = UserFactory()
    NotificationFactory(recipient=reader, created_at=THE_DAY_BEFORE)

    counts = [send_due_digests(at=TUESDAY_MORNING) for _ in range(2)]

    assert counts == [1, 0]
    assert [m.to for m in mail.outbox] == [[reader.email]]
    assert DigestIssue.objects.get().period == "2026-W48"


@pytest.mark.django_db
def test_an_empty_summary_is_not_sent():
    UserFactory()

    assert send_due_digests(at=TUESDAY_MORNING) == 0
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "kind", "is_told"),
    [
        ("inbox", "quiet", False),
        ("inbox", "needed", True),
        ("digest", "quiet", True),
        ("mail", "quiet", True),
        ("", "quiet", True),
    ],
)
def test_what_is_wanted_only_in_the_inbox_is_not_in_the_summary(kinds, channel, kind, is_told):
    reader = UserFactory()
    choose_channels(user=reader, channels={"networks": channel}, frequency="weekly")
    NotificationFactory(recipient=reader, kind=getattr(kinds, kind).name, created_at=THE_DAY_BEFORE)

    assert send_due_digests(at=TUESDAY_MORNING) == int(is_told)


@pytest.mark.django_db
def test_a_group_left_by_one_click_is_left_out_of_the_summary_with_its_section(kinds):
    reader = UserFactory()
    network = NetworkFactory(members=[reader], at=THE_DAY_BEFORE - dt.timedelta(days=1))
    DiscussionFactory(network=network, at=THE_DAY_BEFORE)
    in_its_section = sections_for([Reader(reader, THE_DAY_BEFORE, TUESDAY_MORNING)])[reader.pk]

    unsubscribe(user=reader, what="networks", at=TUESDAY_MORNING)

    assert [heading for heading, _lines in in_its_section] == ["In your networks"]
    assert send_due_digests(at=TUESDAY_MORNING, people=User.objects.filter(pk=reader.pk)) == 0


@pytest.mark.django_db
def test_one_persons_broken_summary_keeps_no_one_else_waiting(kinds, monkeypatch, register):
    unlucky, reader = UserFactory(), UserFactory()

    def break_for_one(user, since, until):
        if user == unlucky:
            raise KeyError("a section that fails")
        return [Line(title="News", address="/library/")]

    register(SECTIONS, "library", Section("New in the library", for_each(break_for_one)))

    assert send_due_digests(at=TUESDAY_MORNING) == 1
    assert [m.to for m in mail.outbox] == [[reader.email]]

    monkeypatch.undo()
    NotificationFactory(recipient=unlucky, created_at=THE_DAY_BEFORE)
    assert send_waiting(at=TUESDAY_MORNING + dt.timedelta(hours=1)) == 1
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 2


@pytest.mark.django_db
def test_a_summary_can_be_stopped_by_one_post_from_the_mail_program(kinds, client):
    reader = UserFactory()
    NotificationFactory(recipient=reader, created_at=THE_DAY_BEFORE)
    send_due_digests(at=TUESDAY_MORNING)
    headers = mail.outbox[0].extra_headers
    path = "/inbox/" + headers["List-Unsubscribe"].strip("<>").split("/inbox/", 1)[1]

    looked = client.get(path)
    choices_after_looking = DigestChoice.objects.count()
    posted = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (looked.status_code, posted.status_code) == (200, 200)
    assert choices_after_looking == 0
    assert DigestChoice.objects.get(user=reader).frequency == "never"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "WzEsImRpZ2VzdCJd:1:forged"])
def test_a_token_that_we_did_not_sign_is_not_found(client, token):
    assert client.post(f"/inbox/unsubscribe/{token}/").status_code == 404


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_several_workers_that_queue_at_once_each_reader_gets_one_summary(kinds):
    readers = UserFactory.create_batch(6)
    for reader in readers:
        NotificationFactory(recipient=reader, created_at=THE_DAY_BEFORE)

    queued = at_once(*[lambda: queue_due_digests(at=TUESDAY_MORNING)] * 4)
    send_waiting(at=TUESDAY_MORNING)

    assert sum(queued) == 6
    assert sorted(m.to[0] for m in mail.outbox) == sorted(reader.email for reader in readers)


@pytest.mark.django_db
def test_summaries_of_many_are_written_with_the_queries_of_one(kinds):
    network = NetworkFactory(at=THE_DAY_BEFORE - dt.timedelta(days=1))
    readers = [MembershipFactory(network=network).user for _number in range(5)]
    DiscussionFactory(network=network, at=THE_DAY_BEFORE)
    for reader in readers:
        NotificationFactory(recipient=reader, created_at=THE_DAY_BEFORE)
    people = User.objects.filter(pk__in=[reader.pk for reader in readers])
    queue_due_digests(at=TUESDAY_MORNING, people=people)
    keys = list(DigestIssue.objects.order_by("pk").values_list("pk", flat=True))

    with CaptureQueriesContext(connection) as for_one:
        write_digests(keys[:1])
    with CaptureQueriesContext(connection) as for_all:
        mails = write_digests(keys)

    assert len(for_all) == len(for_one)
    assert [mails[key].to for key in keys] == [[reader.email] for reader in readers]
