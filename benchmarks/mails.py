"""How fast the weekly summary leaves: ``make bench-mails PEOPLE=2000``; with ``WHAT=newsletter``, an issue of that.

So many people get a summary of what waits for them, of their network and of the library, by the product's own path:
rows are queued, written and sent to a mail server on this machine that takes everything and delivers nothing. The
floor is ``smtplib`` alone, which sends as many mails of the same size over one connection.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ground import ground

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

PEOPLE, DISCUSSIONS, RECORDS = 2_000, 3, 10
NEWSLETTER = "newsletter"
AT = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)
_THE_DAY_BEFORE = AT - dt.timedelta(days=1)


def make_readers(number: int) -> None:
    """Make people with news: something in their inbox, talk in a network, records on topics that they follow."""
    from django.core.management import call_command
    from django.db import transaction

    from accounts.models import User
    from demo.factories.networks import DiscussionFactory, NetworkFactory
    from library.catalogue.models import Record
    from library.vocabularies.models import Topic, TopicInterest
    from networks.models import Membership
    from notifications.models import Notification

    call_command("load_library", stdout=StringIO())
    with transaction.atomic():
        names = range(number)
        people = User.objects.bulk_create(
            User(email=f"reader{n}@bench.example", full_name=f"Reader {n}") for n in names
        )
        Notification.objects.bulk_create(
            Notification(
                recipient=person,
                kind="networks.reply",
                key="bench",
                title="Somebody answered in a discussion that you began",
                address="/inbox/",
                created_at=_THE_DAY_BEFORE,
            )
            for person in people
        )
        topics = list(Topic.objects.in_order()[:20])
        TopicInterest.objects.bulk_create(
            TopicInterest(user=person, topic=topic)
            for place, person in enumerate(people)
            for topic in topics[place % 10 : place % 10 + 3]
        )
        newest = Record.objects.published().newest_first().values_list("pk", flat=True)[:RECORDS]
        Record.objects.filter(pk__in=list(newest)).update(published_at=_THE_DAY_BEFORE)
        long_ago = _THE_DAY_BEFORE - dt.timedelta(days=9)
        network = NetworkFactory.create(at=long_ago)
        like = network.memberships.get()
        Membership.objects.bulk_create(
            Membership(
                network=network,
                user=person,
                state=like.state,
                role="member",
                asked_at=long_ago,
                joined_at=long_ago,
                read_until=long_ago,
            )
            for person in people
        )
        for _number in range(DISCUSSIONS):
            DiscussionFactory.create(network=network, at=_THE_DAY_BEFORE)


@contextmanager
def sink() -> Iterator[int]:
    """Run a mail server in a process of its own; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.mail_sink", str(port)])
    try:
        for _try in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def seconds_of_floor(port: int, source: bytes, number: int) -> float:
    """Send so many copies of a mail by ``smtplib`` alone."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
        for place in range(number):
            server.sendmail("praxis@bench.example", f"reader{place}@bench.example", source)
    return time.perf_counter() - began


def send_summaries(number: int) -> Callable[[], EmailMessage]:
    """Make the readers; return what sends their summaries and gives one of them."""
    from accounts.models import User
    from notifications.digest.queueing import queue_due_digests
    from notifications.mail import write_digests
    from notifications.models import DigestIssue

    make_readers(number)

    def send() -> EmailMessage:
        # Without a queue, what is queued is sent in place, after each five hundred people.
        queue_due_digests(at=AT, people=User.objects.filter(email__startswith="reader"))
        (mail,) = write_digests([DigestIssue.objects.order_by("pk")[0].pk]).values()
        return mail

    return send


def send_newsletter(number: int) -> Callable[[], EmailMessage]:
    """Make an issue and its subscribers, a third of them on some topics; return what sends it and gives one mail."""
    from django.core.management import call_command

    from demo.factories.newsletters import IssueFactory
    from library.vocabularies.models import Topic
    from newsletters.actions.issues import add_items
    from newsletters.actions.sending import send_issue, work_on_issues
    from newsletters.mail import IssueMails
    from newsletters.models import Subscriber
    from newsletters.sections import new_by_section

    call_command("load_library", stdout=StringIO())
    long_ago = AT - dt.timedelta(days=365 * 30)
    issue = IssueFactory.create(created_at=AT, introduction="Good morning. " * 30)
    news = new_by_section(since=long_ago, until=AT + dt.timedelta(days=365 * 30))
    chosen = {"library": [each.key for each in news["library"][:RECORDS]]}
    add_items(issue=issue, chosen=chosen, at=AT)
    issue.refresh_from_db()
    subscribers = Subscriber.objects.bulk_create(
        Subscriber(address=f"reader{n}@bench.example", state="active", asked_at=AT, confirmed_at=AT)
        for n in range(number)
    )
    topics = list(Topic.objects.roots())
    ties = Subscriber.topics.through
    ties.objects.bulk_create(
        ties(subscriber=each, topic=topics[(place + step) % len(topics)])
        for place, each in enumerate(subscribers)
        if place % 3 == 0
        for step in range(6)
    )

    def send() -> EmailMessage:
        send_issue(issue=issue, by=issue.created_by, seen=issue.edit_number, at=AT)
        while issue.state == "sending":
            work_on_issues(at=AT)
            issue.refresh_from_db()
        return IssueMails(issue).mail_to(subscribers[1])

    return send


def run(number: int, what: str) -> list[str]:
    """Send the mails, then as many of the same size without Praxis, and print the table."""
    from django.conf import settings
    from django.core.management import call_command

    from notifications.models import Delivery, DeliveryState

    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    send = send_newsletter(number) if what == NEWSLETTER else send_summaries(number)
    with sink() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        began = time.perf_counter()
        mail = send()
        took = time.perf_counter() - began
        source = bytes(mail.message()).replace(b"\n", b"\r\n")
        floor = seconds_of_floor(port, source, number)
    sent = Delivery.objects.filter(state=DeliveryState.SENT).count()
    print(f"{number:,} mails ({what}) of {len(source):,} bytes, one process\n")
    print("| What | Seconds | Mails a second | ms a mail |")
    print("| --- | ---: | ---: | ---: |")
    for name, seconds in ((f"{what} by Praxis", took), ("floor: smtplib alone", floor)):
        print(
            f"| {name} | {seconds:.1f} | {number / seconds:,.0f} | {seconds / number * 1000:.2f} |"
        )
    print(
        f"\nRatio to the floor: {floor / took:.2f}. At this rate 20,000 take {took / number * 20_000:.0f} s."
    )
    return [] if sent == number else [f"{sent} of {number} left."]


def main() -> int:
    """Run in a folder and a database of its own; 1 when a mail was not sent."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    what = NEWSLETTER if NEWSLETTER in sys.argv[2:] else "summaries"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground():
        # Only now may the settings be read.
        import django

        django.setup()
        faults = run(number, what)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
