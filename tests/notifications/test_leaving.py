"""What a person takes along of their inbox, and that nothing of it stays."""

import datetime as dt

import pytest

from accounts.actions.closing import close_account
from accounts.personal_data.registry import personal_data_of
from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory, NotificationFactory
from notifications.actions import choose_channels, choose_quiet_hours, unsubscribe
from notifications.digest.queueing import queue_due_digests
from notifications.models import (
    Delivery,
    DigestChoice,
    DigestIssue,
    Notification,
    Preference,
    QuietHours,
    StoppedKind,
)
from notifications.tasks import empty_inboxes_of_closed_accounts

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)
KEPT = (
    *(Notification, Preference, Delivery, DigestChoice, DigestIssue),
    *(StoppedKind, QuietHours),
)


@pytest.fixture
def reader(kinds):
    """Somebody of whom each table has a row."""
    reader = UserFactory()
    choose_channels(user=reader, channels={"networks": "digest"}, frequency="daily")
    NotificationFactory(recipient=reader, created_at=NOW - dt.timedelta(hours=9))
    DeliveryFactory(notification__recipient=reader, notification__title="Mailed", next_try_at=NOW)
    unsubscribe(user=reader, what="test.quiet", at=NOW)
    choose_quiet_hours(user=reader, begins=dt.time(22), ends=dt.time(7))
    queue_due_digests(at=NOW)
    return reader


def counts():
    return [model.objects.count() for model in KEPT]


def test_the_export_holds_the_summaries_and_the_mails_too(reader):
    part = personal_data_of(reader)["notifications"].data

    assert set(part) == {
        *("told", "preferences", "stopped", "quiet_hours", "summary", "summaries", "mails"),
        "other_mails",
    }
    assert part["summary"] == {"frequency": "daily"}
    assert [issue["period"] for issue in part["summaries"]] == ["2026-11-24"]
    assert part["mails"] == [{"notification__title": "Mailed", "state": "waiting", "sent_at": None}]
    assert part["other_mails"] == [
        {"mail": "notifications.digest", "state": "waiting", "sent_at": None}
    ]


def test_closing_an_account_empties_its_inbox_and_no_other(
    reader, django_capture_on_commit_callbacks
):
    other = NotificationFactory()
    before = counts()

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=reader, at=NOW)

    assert before == [3, 1, 2, 1, 1, 1, 1]
    assert counts() == [1, 0, 0, 0, 0, 0, 0]
    assert Notification.objects.get() == other


def test_the_sweep_empties_inboxes_of_accounts_that_closed_unheard(reader):
    reader.closed_at, reader.is_active = NOW, False
    reader.save()

    empty_inboxes_of_closed_accounts()

    assert counts() == [0] * len(KEPT)
