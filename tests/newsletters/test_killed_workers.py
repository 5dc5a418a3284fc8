"""Real workers, two at a time, killed again and again: each subscriber gets the issue, and gets it once."""

import datetime as dt
import email
import multiprocessing
import os
import signal
import time
from collections import Counter

import pytest
from django.db import connection, connections
from django.utils import timezone

from benchmarks.mail_sink import mail_sink
from demo.factories.accounts import UserFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory
from newsletters.actions import sending
from newsletters.actions.sending import send_issue, work_on_issues
from newsletters.models import Issue, IssueCopy, Subscriber
from newsletters.states import IssueState, SubscriberState
from notifications.delivery.sending import LEASE, send_waiting
from notifications.models import Delivery
from tests.at_once import at_once

SUBSCRIBERS, KILLS, PATIENCE = 120, 3, 60
_INHERITED = []


def work_until_killed(at, is_working):
    """Run in a process of its own, with its own connection, as a worker does."""
    _INHERITED.append(connection.connection)
    connection.connection = None
    is_working.set()
    while Issue.objects.filter(state=IssueState.SENDING).exists():
        work_on_issues(at=at)
        send_waiting(at=at)
    connections.close_all()


def subscribe_many(number, at):
    Subscriber.objects.bulk_create(
        Subscriber(
            address=f"reader{n}@example.org",
            state=SubscriberState.ACTIVE,
            asked_at=at,
            confirmed_at=at,
        )
        for n in range(number)
    )


def an_issue(at):
    issue = IssueFactory(created_by=UserFactory())
    IssueItemFactory(issue=issue)
    return send_issue(issue=issue, by=issue.created_by, seen=0, at=at)


def until_taken(server, number):
    """Wait until the mail server has taken so many mails: then the workers are in the middle of it."""
    end = time.monotonic() + PATIENCE
    while len(server.taken) < number and time.monotonic() < end:
        time.sleep(0.005)
    assert len(server.taken) >= number


@pytest.fixture
def small_portions(monkeypatch, settings):
    monkeypatch.setattr(sending, "PORTION", 20)
    monkeypatch.setattr("notifications.delivery.sending.BATCH", 10)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    # What is queued waits for the workers of the test.
    monkeypatch.setattr("newsletters.receivers.tasks.send_copies.delay", lambda **_keys: None)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_killed_workers_leave_nobody_out_and_mail_nobody_twice(small_portions, settings):
    at = timezone.now()
    subscribe_many(SUBSCRIBERS, at)
    issue = an_issue(at)
    system = multiprocessing.get_context("fork")

    with mail_sink() as server:
        settings.EMAIL_PORT = server.port
        for kill in range(KILLS):
            connections.close_all()
            workers, ready = [], []
            for _worker in range(2):
                is_working = system.Event()
                # What a killed sender had claimed is due again after the lease.
                moment = at + kill * (LEASE + dt.timedelta(minutes=1))
                workers.append(system.Process(target=work_until_killed, args=(moment, is_working)))
                ready.append(is_working)
            for worker in workers:
                worker.start()
            for is_working in ready:
                assert is_working.wait(PATIENCE)
            until_taken(server, len(server.taken) + 12 + 7 * kill)
            for worker in workers:
                if worker.is_alive():
                    os.kill(worker.pid, signal.SIGKILL)
                worker.join(PATIENCE)
        assert IssueCopy.objects.filter(issue=issue).count() <= SUBSCRIBERS
        later = at + KILLS * (LEASE + dt.timedelta(minutes=1))
        for minute in range(10):
            work_on_issues(at=later + minute * LEASE)
            send_waiting(at=later + minute * LEASE)

    issue.refresh_from_db()
    got = Counter(mail.to[0] for mail in server.taken)
    names = {
        (mail.to[0], email.message_from_bytes(mail.source)["Message-ID"]) for mail in server.taken
    }
    assert issue.state == IssueState.SENT
    assert set(got) == set(Subscriber.objects.values_list("address", flat=True))
    # One mail has one name: a repeat after a kill between the server's yes and its note is known by it.
    assert len(names) == SUBSCRIBERS
    assert sum(got.values()) - SUBSCRIBERS <= 2 * KILLS
    assert IssueCopy.objects.filter(issue=issue, state="sent").count() == SUBSCRIBERS
    assert Delivery.objects.filter(mail="newsletters.copy").count() == SUBSCRIBERS


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_stop_at_once_send_nothing_twice(small_portions, settings):
    at = timezone.now()
    subscribe_many(100, at)
    issue = an_issue(at)

    def work():
        work_on_issues(at=at)
        send_waiting(at=at)

    def stop():
        sending.stop_issue(issue=issue, by=issue.created_by, at=at)

    with mail_sink() as server:
        settings.EMAIL_PORT = server.port
        done = at_once(work, work, stop)
        sending.resume_issue(issue=issue, by=issue.created_by, at=at)
        for _minute in range(4):
            work()

    issue.refresh_from_db()
    assert [each for each in done if isinstance(each, Exception)] == []
    assert issue.state == IssueState.SENT
    assert Counter(mail.to[0] for mail in server.taken) == Counter(
        Subscriber.objects.values_list("address", flat=True)
    )
