"""An issue leaves once to each subscriber, by their topics, in portions; it is stopped, goes on, and ends."""

import datetime as dt
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from library.catalogue.actions.records import withdraw_record
from newsletters.actions import sending
from newsletters.actions.issues import add_items, edit_issue, remove_item
from newsletters.actions.sending import (
    note_outcomes,
    queue_portion,
    resume_issue,
    send_issue,
    stop_issue,
    withdraw_issue,
    work_on_issues,
)
from newsletters.actions.subscribing import unsubscribe
from newsletters.figures_of_issues import figures_of
from newsletters.models import IssueCopy, Subscriber
from newsletters.refusals import ChangedSinceRead, IssueIsEmpty, ItemsAreGone
from newsletters.states import IssueState
from notifications.actions import mark_as_mailed
from notifications.delivery.actions import forget_deliveries
from notifications.delivery.mail_server import MailServer, RefusedForGood
from notifications.delivery.sending import LEASE, send_waiting
from notifications.mail_writers import write_mails
from notifications.models import Delivery
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


@pytest.fixture
def issue(editor, now):
    made = IssueFactory(created_by=editor, title="What is new in March")
    IssueItemFactory(issue=made, title="A call for everyone")
    return made


def send(issue, *, at):
    issue.refresh_from_db()
    return send_issue(issue=issue, by=issue.created_by, seen=issue.edit_number, at=at)


def work(at):
    """Do what the worker's sweeps do in a minute."""
    work_on_issues(at=at)
    send_waiting(at=at)
    work_on_issues(at=at)


def addresses():
    return sorted(address for mail in outbox.outbox for address in mail.to)


def states(issue):
    return sorted(IssueCopy.objects.filter(issue=issue).values_list("state", flat=True))


def state_of(issue):
    issue.refresh_from_db()
    return issue.state


def test_each_subscriber_gets_one_mail_with_all_its_heads(issue, now, settings):
    settings.SITE_URL = "https://praxis.example.org"
    person = UserFactory()
    SubscriberFactory(address="a@example.org")
    SubscriberFactory(user=person)
    for state in ("asked", "suppressed"):
        SubscriberFactory(state=state)
    SubscriberFactory(user=UserFactory(is_active=False))

    send(issue, at=now)
    for _minute in range(3):
        work(now)

    mails = {mail.to[0]: mail for mail in outbox.outbox}
    heads = mails["a@example.org"].extra_headers
    html, kind = mails["a@example.org"].alternatives[0]
    assert addresses() == sorted(["a@example.org", person.email])
    assert (heads["List-Id"], heads["Precedence"]) == ("<newsletter.praxis.example.org>", "bulk")
    assert heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert heads["List-Unsubscribe"].startswith(
        "<https://praxis.example.org/newsletter/unsubscribe/"
    )
    assert heads["Auto-Submitted"] == "auto-generated"
    assert kind == "text/html"
    for form in (html, mails["a@example.org"].body):
        assert "A call for everyone" in form
        assert heads["List-Unsubscribe"].strip("<>") in form
        assert f"https://praxis.example.org/newsletter/{issue.pk}/" in form
        assert "urn:newsletter" not in form
    unsubscribes = {mail.extra_headers["List-Unsubscribe"] for mail in outbox.outbox}
    assert len(unsubscribes) == 2
    assert state_of(issue) == IssueState.SENT
    assert not Delivery.objects.exclude(address="").exists()


def test_no_words_of_an_issue_turn_into_the_links_of_a_subscriber(issue, now):
    """An address that held a mark would carry the link of each reader to another site."""
    for mark in ("urn:newsletter:choices", "urn:newsletter:unsubscribe"):
        IssueItemFactory(
            issue=issue,
            title=mark,
            note=f"See {mark}",
            address=f"https://elsewhere.example/?{mark}",
        )
    SubscriberFactory(address="a@example.org")

    send(issue, at=now)
    work(now)

    (mail,) = outbox.outbox
    for form in (mail.body, mail.alternatives[0][0]):
        assert "https://elsewhere.example/?urn:newsletter:unsubscribe" in form
        assert form.count("/newsletter/unsubscribe/") == form.count("/newsletter/choices/") == 1


def test_topics_decide_what_somebody_gets(issue, now):
    root = TopicFactory(label="Work")
    below, other = TopicFactory(label="Wages", parent=root), TopicFactory(label="Housing")
    issue.items.all().delete()
    IssueItemFactory(issue=issue, title="On wages", topics=[below])
    IssueItemFactory(issue=issue, title="On housing", topics=[other])
    chosen = {
        "all@example.org": [],
        "root@example.org": [root],
        "below@example.org": [below],
        "both@example.org": [below, other],
        "none@example.org": [TopicFactory(label="Children")],
    }
    for address, topics in chosen.items():
        SubscriberFactory(address=address, topics=topics)

    send(issue, at=now)
    work(now)

    got = {
        mail.to[0]: [title for title in ("On wages", "On housing") if title in mail.body]
        for mail in outbox.outbox
    }
    assert got == {
        "all@example.org": ["On wages", "On housing"],
        "root@example.org": ["On wages"],
        "below@example.org": ["On wages"],
        "both@example.org": ["On wages", "On housing"],
    }
    assert figures_of([issue])[issue.pk].skipped == 1
    assert state_of(issue) == IssueState.SENT


def test_what_has_no_topic_goes_to_everyone(issue, now):
    SubscriberFactory(topics=[TopicFactory()])

    send(issue, at=now)
    work(now)

    assert "A call for everyone" in outbox.outbox[0].body


def test_who_subscribes_with_and_without_an_account_gets_one_mail(issue, now):
    person = UserFactory(email="both@example.org")
    SubscriberFactory(address="both@example.org")
    SubscriberFactory(user=person)

    send(issue, at=now)
    work(now)

    assert addresses() == ["both@example.org"]


def test_who_subscribes_after_sending_began_waits_for_the_next_issue(issue, now):
    SubscriberFactory(asked_at=now - DAY)
    send(issue, at=now)
    SubscriberFactory(asked_at=now + dt.timedelta(seconds=1))

    work(now + dt.timedelta(minutes=1))

    assert len(addresses()) == 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_worker_killed_in_a_portion_leaves_no_copy_twice_and_none_out(
    issue, now, monkeypatch, place
):
    SubscriberFactory.create_batch(7)
    monkeypatch.setattr(sending, "PORTION", 3)
    queue, calls = sending.queue_mails, []

    def queue_or_die(**words):
        calls.append(words)
        if len(calls) == place + 1:
            raise Killed
        return queue(**words)

    send(issue, at=now)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "queue_mails", queue_or_die)
        with pytest.raises(Killed):
            work_on_issues(at=now)
    work(now)

    assert addresses() == sorted(Subscriber.objects.values_list("address", flat=True))
    assert state_of(issue) == IssueState.SENT


def test_a_sender_killed_while_it_sends_loses_and_repeats_nothing(issue, now, monkeypatch):
    SubscriberFactory.create_batch(5)
    send(issue, at=now)
    work_on_issues(at=now)
    hand_over, handed = MailServer.send, []

    def send_or_die(server, mail):
        if len(handed) == 2:
            raise Killed
        handed.append(mail)
        hand_over(server, mail)

    with monkeypatch.context() as patch:
        patch.setattr(MailServer, "send", send_or_die)
        with pytest.raises(Killed):
            send_waiting(at=now)
    work(now)
    later = now + LEASE + dt.timedelta(minutes=1)
    for _minute in range(3):
        work(later)

    assert addresses() == sorted(Subscriber.objects.values_list("address", flat=True))
    assert state_of(issue) == IssueState.SENT


def test_sending_stops_and_goes_on_without_sending_twice(issue, now, monkeypatch):
    SubscriberFactory.create_batch(6)
    monkeypatch.setattr(sending, "PORTION", 2)
    send(issue, at=now)
    queue_portion(issue_id=issue.pk, at=now)
    send_waiting(at=now)
    queue_portion(issue_id=issue.pk, at=now)

    stop_issue(issue=issue, by=issue.created_by, at=now)
    for _minute in range(3):
        work(now)
    while_stopped = addresses()
    # The log of mails forgets long before.
    forget_deliveries(at=now + 200 * DAY)
    gone = Subscriber.objects.order_by("pk")[2]
    unsubscribe(subscriber=gone)
    resume_issue(issue=issue, by=issue.created_by, at=now)
    for _minute in range(3):
        work(now)

    assert len(while_stopped) == 2
    assert addresses() == sorted(
        [*while_stopped, *Subscriber.objects.order_by("pk").values_list("address", flat=True)[2:]]
    )
    assert states(issue) == ["left_out", *["sent"] * 5]
    assert state_of(issue) == IssueState.SENT


def test_a_withdrawn_issue_goes_to_nobody_else(issue, now, monkeypatch):
    SubscriberFactory.create_batch(4)
    monkeypatch.setattr(sending, "PORTION", 2)
    send(issue, at=now)
    queue_portion(issue_id=issue.pk, at=now)

    stop_issue(issue=issue, by=issue.created_by, at=now)
    withdraw_issue(issue=issue, by=issue.created_by, reason="A wrong figure.", at=now)
    for _minute in range(2):
        work(now)

    assert addresses() == []
    assert states(issue) == ["left_out"] * 2
    with pytest.raises(TransitionNotAllowed):
        resume_issue(issue=issue, by=issue.created_by, at=now)


def test_failed_mails_are_counted_and_the_issue_ends(issue, now, monkeypatch):
    SubscriberFactory(address="a@example.org")
    SubscriberFactory(address="full@example.org")
    hand_over = MailServer.send

    def refuse_one(server, mail):
        if mail.to == ["full@example.org"]:
            raise RefusedForGood("no such mailbox") from SMTPRecipientsRefused({})
        hand_over(server, mail)

    monkeypatch.setattr(MailServer, "send", refuse_one)
    send(issue, at=now)
    work(now)

    assert state_of(issue) == IssueState.SENT
    figures = figures_of([issue])[issue.pk]
    assert (figures.audience, figures.sent, figures.failed, figures.done) == (2, 1, 1, 2)


def test_outcomes_are_noted_before_the_log_of_mails_forgets(issue, now):
    SubscriberFactory()
    send(issue, at=now)
    work_on_issues(at=now)
    mark_as_mailed(told_before=now + DAY)

    note_outcomes(issue_id=issue.pk, at=now)
    forget_deliveries(at=now + 200 * DAY)
    work(now + 200 * DAY)

    assert addresses() == []
    assert states(issue) == ["sent"]


def test_an_issue_without_subscribers_is_in_the_archive_all_the_same(issue, now):
    send(issue, at=now)
    work(now)

    assert state_of(issue) == IssueState.SENT


def test_what_is_sent_is_frozen(issue, now):
    send(issue, at=now)
    item = issue.items.get()

    for act in (
        lambda: edit_issue(issue=issue, title="Other", introduction="", opened_at=None, at=now),
        lambda: remove_item(item=item, at=now),
        lambda: add_items(issue=issue, chosen={"library": ["1"]}, at=now),
        lambda: send(issue, at=now),
    ):
        with pytest.raises(TransitionNotAllowed):
            act()


def test_an_issue_is_sent_as_its_sender_read_it(issue, now):
    seen = issue.edit_number
    edit_issue(issue=issue, title="Other", introduction="", opened_at=seen, at=now)

    with pytest.raises(ChangedSinceRead):
        send_issue(issue=issue, by=issue.created_by, seen=seen, at=now)
    assert state_of(issue) == IssueState.DRAFT


def test_an_empty_issue_is_not_sent(issue, now):
    issue.items.all().delete()

    with pytest.raises(IssueIsEmpty):
        send(issue, at=now)


def test_what_readers_cannot_open_any_more_is_not_sent(issue, now):
    kept, gone = RecordFactory(title="It stays"), RecordFactory(title="It goes")
    add_items(issue=issue, chosen={"library": [str(kept.pk), str(gone.pk)]}, at=now)
    withdraw_record(record=gone, by=issue.created_by, reason="A mistake.", at=now)

    with pytest.raises(ItemsAreGone, match="“It goes”"):
        send(issue, at=now)
    remove_item(item=issue.items.get(key=str(gone.pk)), at=now)
    send(issue, at=now)

    assert state_of(issue) == IssueState.SENDING


@pytest.mark.parametrize("number", [1, 40])
def test_a_portion_takes_the_same_queries_whatever_its_length(
    issue, now, django_assert_num_queries, number, monkeypatch
):
    topics = [TopicFactory() for _place in range(3)]
    for place in range(number):
        SubscriberFactory(topics=topics[: place % 3])
    send(issue, at=now)
    monkeypatch.setattr("notifications.receivers.send_mail.delay", lambda **_keys: None)

    with django_assert_num_queries(15):
        queue_portion(issue_id=issue.pk, at=now)
    assert Delivery.objects.count() == number


def test_the_mails_of_a_batch_are_written_with_the_same_queries(
    issue, now, django_assert_num_queries
):
    SubscriberFactory.create_batch(30, topics=[TopicFactory()])
    SubscriberFactory.create_batch(30)
    send(issue, at=timezone.now())
    queue_portion(issue_id=issue.pk, at=now)
    keys = list(IssueCopy.objects.values_list("pk", flat=True))

    for some in (keys[:2], keys):
        with django_assert_num_queries(5):
            mails = write_mails("newsletters.copy", some)
        assert set(mails) == set(some)
