"""Whatever happens in whichever order: nobody gets an issue twice, and whoever stays gets it."""

import datetime as dt
from collections import Counter
from contextlib import contextmanager

import pytest
from django.core import mail as outbox
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.library import TopicFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from newsletters.actions import sending
from newsletters.actions.sending import (
    queue_portion,
    resume_issue,
    send_issue,
    stop_issue,
    work_on_issues,
)
from newsletters.actions.subscribing import unsubscribe
from newsletters.composing import Composed
from newsletters.exports import newsletter_of
from newsletters.models import Issue, IssueCopy, Subscriber
from newsletters.states import IssueState
from notifications.delivery.actions import forget_deliveries
from notifications.delivery.sending import send_waiting
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
ACTS = ("portion", "work", "send", "stop", "resume", "leave", "come", "forget", "lose")


@shared
def readers():
    return SubscriberFactory.create_batch(5, asked_at=NOW)


@shared
def on_its_way(readers):
    """An issue with one item, of which no mail is queued yet."""
    issue = IssueFactory()
    IssueItemFactory(issue=issue)
    return send_issue(issue=issue, by=issue.created_by, seen=0, at=NOW)


@shared
def topics():
    """Topics 0 to 2 are broad; 3 to 5 are below them, one each."""
    broad = [TopicFactory() for _place in range(3)]
    return [*broad, *(TopicFactory(parent=each) for each in broad)]


@shared
def draft():
    return IssueFactory()


@contextmanager
def taken_back():
    """Take back what is written, as each example, and each killed worker, leaves nothing behind."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def act_on(issue, act):
    issue.refresh_from_db()
    if act == "portion":
        queue_portion(issue_id=issue.pk, at=NOW)
    elif act == "work":
        work_on_issues(at=NOW)
    elif act == "send":
        send_waiting(at=NOW)
    elif act == "stop" and issue.state == IssueState.SENDING:
        stop_issue(issue=issue, by=issue.created_by, at=NOW)
    elif act == "resume" and issue.state == IssueState.STOPPED:
        resume_issue(issue=issue, by=issue.created_by, at=NOW)
    elif act == "leave" and (first := Subscriber.objects.order_by("pk").first()):
        unsubscribe(subscriber=first)
    elif act == "come":
        SubscriberFactory(asked_at=NOW + dt.timedelta(seconds=1))
    elif act == "forget":
        # What became of mails is noted each minute, long before the log forgets.
        work_on_issues(at=NOW)
        forget_deliveries(at=NOW + dt.timedelta(days=200))
    elif act == "lose":
        with taken_back():
            queue_portion(issue_id=issue.pk, at=NOW)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=14))
def test_nobody_gets_it_twice_and_who_stays_gets_it(monkeypatch, readers, on_its_way, acts):
    monkeypatch.setattr(sending, "PORTION", 2)
    outbox.outbox.clear()
    everyone = {each.address for each in readers}
    with taken_back():
        issue = Issue.objects.get(pk=on_its_way.pk)
        for act in acts:
            act_on(issue, act)
        act_on(issue, "resume")
        for _minute in range(3):
            work_on_issues(at=NOW)
            send_waiting(at=NOW)
        work_on_issues(at=NOW)

        got = Counter(mail.to[0] for mail in outbox.outbox)
        stayed = set(Subscriber.objects.values_list("address", flat=True)) & everyone
        issue.refresh_from_db()
        assert set(got.values()) <= {1}
        assert stayed <= set(got) <= everyone
        assert issue.state == IssueState.SENT
        assert not IssueCopy.objects.filter(state="waiting").exists()


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    items=st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=5),
    chosen=st.sets(st.integers(0, 5)),
)
def test_topics_choose_what_is_on_them_or_below_them_or_on_none(topics, draft, items, chosen):
    with taken_back():
        made = [IssueItemFactory(issue=draft, topics=[topics[n] for n in some]) for some in items]

        got = Composed(draft).items_for([topics[n].pk for n in chosen])

        wanted = {
            item.pk
            for item, some in zip(made, items, strict=True)
            if not chosen or not some or chosen & (some | {n - 3 for n in some if n >= 3})
        }
        assert got == wanted


def test_a_person_takes_home_what_is_kept_of_their_newsletter():
    topic = TopicFactory(label="Homes")
    issue = IssueFactory(state=IssueState.SENT, title="March")
    subscriber = SubscriberFactory(user=issue.created_by, topics=[topic])
    IssueCopy.objects.create(issue=issue, subscriber=subscriber, state="sent")

    data = newsletter_of(issue.created_by).data

    assert data["topics"] == ["Homes"]
    assert [row["state"] for row in data["subscription"]] == ["active"]
    assert [row["issue__title"] for row in data["issues"]] == ["March"]
    assert [row["title"] for row in data["put together"]] == ["March"]
