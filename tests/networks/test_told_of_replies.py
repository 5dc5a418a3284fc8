"""Replies reach everyone who follows a discussion, by the channel that each chose, whatever they read in between."""

import copy
import datetime as dt
import uuid

import pytest
import time_machine
from django.core import mail
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from networks.actions.discussions import reply
from networks.actions.read_marks import mark_read as read_discussion
from notifications.actions import choose_channels, mark_read, notify
from notifications.channels import MOST_MAILS_A_DAY
from notifications.delivery.sending import send_waiting
from notifications.digest.contents import contents_of
from notifications.kinds import Channel, Kind, kind_named
from notifications.models import Delivery, DigestIssue, Notification

pytestmark = pytest.mark.django_db
TEN = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def on_that_morning(time_machine):
    time_machine.move_to(TEN, tick=False)


class Talk:
    """A discussion that its author follows, in which another member writes."""

    def __init__(self, channel: Channel | str = "") -> None:
        self.reader = UserFactory()
        self.writer = UserFactory(full_name="Bronwen Writer")
        network = NetworkFactory(members=[self.reader, self.writer], at=TEN - HOUR)
        self.discussion = DiscussionFactory(network=network, author=self.reader)
        self.choose(channel)

    def choose(self, channel: Channel | str) -> None:
        choose_channels(user=self.reader, channels={"networks": channel}, frequency="daily")

    def reply(self, at: dt.datetime) -> None:
        reply(discussion=self.discussion, author=self.writer, body="Words", key=uuid.uuid4(), at=at)
        self.discussion.refresh_from_db()

    @property
    def unread(self) -> list[tuple[str, int]]:
        rows = Notification.objects.filter(recipient=self.reader).unread().newest_first()
        return list(rows.values_list("title", "news_count"))

    def summary(self, since: dt.datetime, until: dt.datetime) -> list[str]:
        issue = DigestIssue.objects.create(
            user=self.reader, period=f"{uuid.uuid4()}"[:10], since=since, until=until
        )
        sections = contents_of([issue]).get(issue.pk, [])
        return [line.title for heading, lines in sections if heading == "For you" for line in lines]


def test_a_reply_after_the_inbox_was_read_is_told_again():
    talk = Talk()
    title = f"Bronwen Writer replied in “{talk.discussion.title}”"
    talk.reply(at=TEN)
    mark_read(user=talk.reader, keys=None, at=TEN + HOUR)

    talk.reply(at=TEN + 5 * HOUR)

    assert talk.unread == [(title, 1)]
    assert talk.summary(TEN - HOUR, TEN + 12 * HOUR) == [title]


def test_replies_that_nobody_read_are_told_in_one_line_that_leads_to_the_first():
    talk = Talk()
    for hours in range(3):
        talk.reply(at=TEN + hours * HOUR)

    (row,) = Notification.objects.filter(recipient=talk.reader)
    assert (row.news_count, row.text, row.created_at) == (3, "3 new replies", TEN + 2 * HOUR)
    assert row.address.endswith("#post-2")


def test_each_reply_after_a_mail_is_mailed_and_takes_the_place_of_the_line_before():
    talk = Talk(Channel.MAIL)
    for hours in (0, 5):
        talk.reply(at=TEN + hours * HOUR)
        send_waiting(at=TEN + hours * HOUR)

    assert [m.to for m in mail.outbox] == [[talk.reader.email]] * 2
    assert talk.unread == [(f"Bronwen Writer replied in “{talk.discussion.title}”", 1)]


def test_replies_before_the_mail_leaves_are_in_the_same_mail():
    talk = Talk(Channel.MAIL)
    for minutes in (0, 1, 2):
        talk.reply(at=TEN + dt.timedelta(minutes=minutes))
    send_waiting(at=TEN + HOUR)

    (sent,) = mail.outbox
    assert "3 new replies" in sent.body


def test_a_mail_that_is_being_sent_is_left_as_it_is():
    talk = Talk(Channel.MAIL)
    talk.reply(at=TEN)
    Delivery.objects.update(tries=1)

    talk.reply(at=TEN + HOUR)

    assert Notification.objects.filter(recipient=talk.reader).count() == 2
    assert Delivery.objects.waiting().count() == 2


def test_who_has_read_to_the_end_is_told_nothing_of_it():
    talk = Talk()
    talk.reply(at=TEN)
    talk.reply(at=TEN + HOUR)

    read_discussion(discussion=talk.discussion, user=talk.reader, at=TEN + 2 * HOUR, number=2)
    after_the_first = talk.unread
    read_discussion(discussion=talk.discussion, user=talk.reader, at=TEN + 2 * HOUR)

    assert [count for _title, count in after_the_first] == [2]
    assert talk.unread == []


def test_after_six_mails_within_a_day_replies_wait_for_the_summary():
    talks = [Talk(Channel.MAIL) for _ in range(2)]
    for number in range(MOST_MAILS_A_DAY + 2):
        moment = TEN + number * HOUR
        for talk in talks:
            talk.reply(at=moment)
        send_waiting(at=moment)

    for talk in talks:
        assert sum(m.to == [talk.reader.email] for m in mail.outbox) == MOST_MAILS_A_DAY
        assert [count for _title, count in talk.unread] == [2]
        assert len(talk.summary(TEN - HOUR, TEN + 12 * HOUR)) == 1


def test_on_the_next_day_mail_leaves_again():
    talk = Talk(Channel.MAIL)
    for number in range(MOST_MAILS_A_DAY):
        talk.reply(at=TEN + dt.timedelta(minutes=number))
        send_waiting(at=TEN + dt.timedelta(minutes=number))
    mail.outbox.clear()

    talk.reply(at=TEN + 25 * HOUR)
    send_waiting(at=TEN + 25 * HOUR)

    assert len(mail.outbox) == 1


def test_urgent_mail_knows_no_limit():
    usual = kind_named("mentoring.asked")
    urgent = kind_named("mentoring.cancelled")
    reader = UserFactory()

    def mails(kind: Kind) -> int:
        Notification.objects.all().delete()
        for number in range(MOST_MAILS_A_DAY + 2):
            words = {"who": "Ada", "when": "Monday"}
            notify(recipients=[reader], kind=kind, key=f"k{number}", target=reader, at=TEN, **words)
        return Delivery.objects.count()

    assert (mails(usual), mails(urgent)) == (MOST_MAILS_A_DAY, MOST_MAILS_A_DAY + 2)


class NoReplyIsLost(TestCase):
    """Whatever happens in whatever order, each reply is in the inbox, was mailed, or was read."""

    STEPS = st.lists(
        st.sampled_from(["reply", "read inbox", "read discussion", "send", "summary"]),
        max_size=12,
    )

    @classmethod
    def setUpTestData(cls) -> None:
        with time_machine.travel(TEN, tick=False):
            cls.talk = Talk()

    @settings(max_examples=40, deadline=None)
    @given(steps=STEPS, channel=st.sampled_from([Channel.MAIL, Channel.DIGEST, Channel.INBOX]))
    def test_each_reply_reaches_its_channel(self, steps, channel):
        talk = copy.deepcopy(self.talk)
        talk.choose(channel)
        told_until = last_summary = TEN
        written: list[dt.datetime] = []
        mail.outbox.clear()
        for number, step in enumerate(steps, start=1):
            moment = TEN + number * HOUR
            if step == "reply":
                talk.reply(at=moment)
                written.append(moment)
            elif step == "read inbox":
                mark_read(user=talk.reader, keys=None, at=moment)
                told_until = moment
            elif step == "read discussion":
                read_discussion(discussion=talk.discussion, user=talk.reader, at=moment)
                told_until = moment
            elif step == "send":
                send_waiting(at=moment)
            else:
                news = [each for each in written if each > max(told_until, last_summary)]
                summary = talk.summary(last_summary, moment)
                assert bool(summary) is (bool(news) and channel == Channel.DIGEST)
                last_summary = moment

            new = [each for each in written if each > told_until]
            told = [count for _title, count in talk.unread]
            assert len(told) == bool(new), "one line tells all that is new"
            if new and channel != Channel.MAIL:
                assert told == [len(new)]
            if channel == Channel.MAIL and step == "reply":
                send_waiting(at=moment)
                assert len(mail.outbox) >= 1
