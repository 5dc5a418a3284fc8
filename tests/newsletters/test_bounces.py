"""Mail that comes back is counted, three in a row stop it, and nobody can stop the mail of others by a forged report."""

import io
import mailbox
import sys
from email.message import EmailMessage

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command

from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from newsletters.actions.bounces import note_bounce
from newsletters.actions.sending import send_issue, work_on_issues
from newsletters.bounce_reports import read_report
from newsletters.models import IssueCopy, Subscriber
from newsletters.states import CopyState, SubscriberState
from notifications.delivery.sending import send_waiting

pytestmark = pytest.mark.django_db


def mail_issue(at):
    """Send one more issue to everyone, and return the mails by address."""
    issue = IssueFactory()
    IssueItemFactory(issue=issue)
    send_issue(issue=issue, by=issue.created_by, seen=0, at=at)
    before = len(outbox.outbox)
    work_on_issues(at=at)
    send_waiting(at=at)
    work_on_issues(at=at)
    return {mail.to[0]: mail for mail in outbox.outbox[before:]}


ANSWER_OF_A_CALENDAR = b"""From: mentee@example.org
To: praxis@localhost
Subject: Declined: Mentoring session
MIME-Version: 1.0
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
PRODID:-//Elsewhere//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:eeb1dbad-3b17-420d-9ab6-bab1f1f6a484@praxis
DTSTAMP:20261130T090833Z
DTSTART:20261215T110000Z
ORGANIZER:mailto:praxis@localhost
ATTENDEE;PARTSTAT=DECLINED:mailto:mentee@example.org
END:VEVENT
END:VCALENDAR
"""


def report_of(name, *, status="5.1.1", action="failed", headers_only=False):
    """Write the report of a mail server (RFC 3464) about a mail of this name."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: MAILER-DAEMON@mail.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.
--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--=_1
Content-Type: {kind}

Subject: What is new
Message-ID: {name}

Good morning.
--=_1--
""".encode()


def read(monkeypatch, source):
    """Hand a mail to the command as a mail server does."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source)))
    said = io.StringIO()
    call_command("read_bounces", stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_mail_that_came_back_is_counted_once(monkeypatch, now, headers_only):
    SubscriberFactory(address="reader@example.org")
    SubscriberFactory(address="other@example.org")
    name = mail_issue(now)["reader@example.org"].extra_headers["Message-ID"]
    source = report_of(name, headers_only=headers_only)

    said = [read(monkeypatch, source) for _time in range(2)]

    assert [line.split(", ")[-1] for line in said] == [
        "1 noted that were not known.\n",
        "0 noted that were not known.\n",
    ]
    states = IssueCopy.objects.order_by("subscriber__address").values_list("state", flat=True)
    assert list(states) == ["sent", "bounced"]


def test_three_in_a_row_stop_it_and_two_do_not(now):
    subscriber = SubscriberFactory(address="reader@example.org")
    states = []

    for _issue in range(4):
        mail_issue(now)
        copy = IssueCopy.objects.order_by("-pk").first()
        note_bounce(copy_id=copy.pk, at=now)
        subscriber.refresh_from_db()
        states.append((subscriber.state, IssueCopy.objects.count()))

    assert states == [("active", 1), ("active", 2), ("suppressed", 3), ("suppressed", 3)]
    assert subscriber.suppressed_at == now


def test_one_that_arrives_between_begins_the_count_anew(now):
    subscriber = SubscriberFactory()

    for has_come_back in (True, True, False, True, True):
        mail_issue(now)
        if has_come_back:
            note_bounce(copy_id=IssueCopy.objects.order_by("-pk").first().pk, at=now)

    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.ACTIVE


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\0\xff" * 50,
        bytes(EmailMessage()),
        report_of("<1.2@example.org>"),
        report_of("<99999999999999999999.00000000000000000000000000000000@example.org>"),
        report_of(f"<1.{'0' * 32}@testserver>"),
        report_of("no name"),
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n",
    ],
)
def test_other_mail_and_forged_reports_change_nothing(monkeypatch, now, source):
    SubscriberFactory()
    mail_issue(now)

    assert "0 noted" in read(monkeypatch, source)
    assert IssueCopy.objects.get().state == CopyState.SENT


@pytest.mark.parametrize(("status", "action"), [("4.2.2", "delayed"), ("2.0.0", "delivered")])
def test_delays_and_receipts_are_no_failures(status, action):
    assert read_report(report_of("<1.2@x>", status=status, action=action)) is None


def test_a_mailbox_is_read_whole_in_both_formats(now, tmp_path):
    SubscriberFactory.create_batch(2)
    names = [mail.extra_headers["Message-ID"] for mail in mail_issue(now).values()]
    box, folder = mailbox.mbox(tmp_path / "box"), mailbox.Maildir(tmp_path / "folder")
    box.add(report_of(names[0]))
    folder.add(report_of(names[1]))
    folder.add(b"Subject: Hello\r\n\r\nNo report.")
    box.close()
    said = io.StringIO()

    for path in (tmp_path / "box", tmp_path / "folder"):
        call_command("read_bounces", mailbox=path, stdout=said)

    assert said.getvalue().splitlines() == [
        "1 read, 1 report a failure, 1 noted that were not known.",
        "2 read, 1 report a failure, 1 noted that were not known.",
    ]
    assert set(IssueCopy.objects.values_list("state", flat=True)) == {"bounced"}


def test_the_answer_of_a_calendar_program_is_taken_without_a_word(monkeypatch):
    said = read(monkeypatch, ANSWER_OF_A_CALENDAR)

    assert said == "1 read, 0 report a failure, 0 noted that were not known.\n"
    assert outbox.outbox == []


def test_a_mailbox_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no mailbox at"):
        call_command("read_bounces", mailbox=tmp_path / "nothing")


def test_support_finds_one_exact_address_stops_and_deletes_it(client, administrator):
    subscriber = SubscriberFactory(address="reader@example.org")
    client.force_login(administrator)
    address = "/newsletter/desk/subscribers/"

    part = client.post(address, {"address": "reader@example"}).content.decode()
    near = client.post(address, {"address": "eader@example.org"}).content.decode()
    found = client.post(address, {"address": " Reader@example.org"}).content.decode()
    client.post(f"{address}{subscriber.pk}/stop/")
    subscriber.refresh_from_db()
    state = subscriber.state
    deleted = [client.post(f"{address}{subscriber.pk}/delete/").status_code for _click in range(2)]

    assert "Enter an email address" in part
    assert "eader@example.org is not subscribed." in near
    assert "Unsubscribe and delete" in found
    assert state == SubscriberState.SUPPRESSED
    assert deleted == [302, 302]
    assert not Subscriber.objects.exists()


def test_editors_see_numbers_and_no_address(client, editor):
    subscriber = SubscriberFactory(address="reader@example.org")
    client.force_login(editor)
    address = "/newsletter/desk/subscribers/"

    page = client.get(address).content.decode()
    answers = [
        client.post(address, {"address": "reader@example.org"}).status_code,
        client.post(f"{address}{subscriber.pk}/stop/").status_code,
        client.post(f"{address}{subscriber.pk}/delete/").status_code,
    ]

    assert "Look up" not in page
    assert "reader@example.org" not in page
    assert answers == [403] * 3
    assert Subscriber.objects.get().is_active
