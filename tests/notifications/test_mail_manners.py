"""What a mail says in its head: what it is about, and that nobody wrote it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core import mail

from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory, NotificationFactory
from notifications.actions import queue_summaries
from notifications.delivery.sending import send_waiting
from notifications.digest.contents import MOST_WAITING
from notifications.models import DigestIssue

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _summary(*titles: str, kind: str = "test.quiet"):
    reader = UserFactory()
    for number, title in enumerate(titles):
        NotificationFactory(
            recipient=reader,
            kind=kind,
            title=title,
            created_at=NOW - DAY + dt.timedelta(minutes=number),
        )
    issue = DigestIssue(user=reader, period="2026-03-03", since=NOW - 2 * DAY, until=NOW)
    queue_summaries(issues=[issue], at=NOW)
    send_waiting(at=NOW)
    (sent,) = mail.outbox
    return sent


@pytest.mark.parametrize(
    ("titles", "subject"),
    [
        (["Mary has signed"], "Mary has signed"),
        (["Mary has signed", "Ada replied"], "Ada replied, and 1 more"),
        (["One", "Two", "Three"], "Three, and 2 more"),
        (["x" * 200, "y" * 200], f"{'y' * 59}…, and 1 more"),
        (["Two\nlines"], "Two lines"),
    ],
)
def test_the_subject_of_a_summary_says_what_is_in_it(titles, subject):
    assert _summary(*titles).subject == subject


def test_what_does_not_fit_is_counted_and_leads_to_the_inbox(settings):
    sent = _summary(*(f"News {number}" for number in range(MOST_WAITING + 3)))

    assert "3 more in your inbox" in sent.body
    assert f"{settings.SITE_URL}/inbox/" in sent.body


def test_no_mail_asks_for_the_answer_of_an_absence_assistant():
    _summary("One")
    DeliveryFactory(next_try_at=NOW)
    send_waiting(at=NOW)

    heads = [dict(each.message().items()) for each in mail.outbox]
    assert [head["Auto-Submitted"] for head in heads] == ["auto-generated"] * 2
    assert [head["X-Auto-Response-Suppress"] for head in heads] == ["All"] * 2


def test_a_sentence_after_the_greeting_begins_with_a_capital():
    """English goes on with a capital after “Dear Maya,”."""
    mails = Path(__file__).parents[2].glob("templates/*/mail/*")
    greeting = re.compile(
        r"Dear \{\{ \w+ \}\},(?:\{%[^%]*%\}|</p>|\s|<p>)+(?:\{% translate \")?(\w+)"
    )
    after = {
        (mail.parent.parent.name, mail.name, found[1])
        for mail in mails
        if (found := greeting.search(mail.read_text(encoding="utf-8")))
    }

    assert len(after) >= 4
    assert {one for one in after if one[2][0].islower()} == set()
