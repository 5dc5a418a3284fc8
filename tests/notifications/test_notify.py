"""Telling people: once each, in the way they chose."""

import datetime as dt

import pytest
from django.core import mail

from demo.factories.accounts import UserFactory
from notifications.actions import choose_channels, mark_as_mailed, mark_read, notify
from notifications.delivery.sending import send_waiting
from notifications.kinds import Channel
from notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 11, 24, 9, tzinfo=dt.UTC)


@pytest.fixture
def reader():
    return UserFactory(full_name="Siân Ŵyn")


def test_the_same_key_is_told_to_a_person_once(kinds, reader):
    counts = [
        notify(
            recipients=[reader], kind=kinds.happened, key="k:1", target=reader, at=NOW, actor="Ana"
        )
        for _ in range(2)
    ]

    assert counts == [1, 0]
    assert [n.title for n in Notification.objects.all()] == ["Ana wrote in Siân Ŵyn"]
    assert Delivery.objects.count() == 1


def test_mail_goes_out_after_the_commit(kinds, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify(recipients=[reader], kind=kinds.needed, key="k:1", target=reader, at=NOW)
        sent_before_the_commit = list(mail.outbox)

    assert sent_before_the_commit == []
    assert [(m.to, m.subject) for m in mail.outbox] == [([reader.email], "Siân Ŵyn needs you")]


@pytest.mark.parametrize(
    ("choice", "kind", "is_mailed"),
    [
        (Channel.INBOX, "happened", False),
        (Channel.DIGEST, "happened", False),
        (Channel.MAIL, "quiet", True),
        ("", "happened", True),
        ("", "quiet", False),
        (Channel.INBOX, "needed", True),
    ],
)
def test_the_channel_is_the_persons_choice_then_the_kinds_default(
    kinds, reader, choice, kind, is_mailed
):
    choose_channels(user=reader, channels={"networks": choice}, frequency="weekly")

    notify(
        recipients=[reader], kind=getattr(kinds, kind), key="k", target=reader, at=NOW, actor="Ana"
    )

    assert Delivery.objects.exists() is is_mailed


def test_what_happened_long_ago_is_told_at_its_own_moment(kinds, reader):
    notify(recipients=[reader], kind=kinds.needed, key="k", target=reader, at=NOW)

    assert Notification.objects.get().created_at == NOW
    assert Delivery.objects.get().next_try_at == NOW


def test_mail_of_a_past_that_arrives_later_is_not_sent(kinds, reader):
    for day in (1, 2, 3):
        moment = NOW + dt.timedelta(days=day)
        notify(recipients=[reader], kind=kinds.needed, key=f"k{day}", target=reader, at=moment)

    counted = mark_as_mailed(told_before=NOW + dt.timedelta(days=3))

    assert counted == 2
    assert send_waiting(at=NOW + dt.timedelta(days=9)) == 1
    assert len(mail.outbox) == 1


def test_only_what_was_told_before_a_moment_can_be_marked_as_read(kinds, reader):
    for day in (1, 2):
        moment = NOW + dt.timedelta(days=day)
        notify(recipients=[reader], kind=kinds.needed, key=f"k{day}", target=reader, at=moment)

    marked = mark_read(user=reader, keys=None, told_before=NOW + dt.timedelta(days=2), at=NOW)

    assert marked == 1
    assert [n.key for n in Notification.objects.unread()] == ["k2"]


def test_someone_whose_account_is_closed_is_not_told(kinds):
    gone = UserFactory(is_active=False)

    assert notify(recipients=[gone], kind=kinds.needed, key="k", target=gone, at=NOW) == 0


def test_a_line_break_in_a_title_cannot_add_a_mail_header(
    kinds, reader, django_capture_on_commit_callbacks
):
    target = UserFactory(full_name="x\r\nBcc: all@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        notify(recipients=[reader], kind=kinds.needed, key="k", target=target, at=NOW)

    assert mail.outbox[0].subject == "x Bcc: all@example.org needs you"
