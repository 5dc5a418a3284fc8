"""Mails whose sender is killed: none is lost, none uses up its tries, and a mail that kills holds up no other."""

import datetime as dt
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts.letters import Letter
from notifications.actions import queue_letter
from notifications.delivery.mail_server import MailServer, RefusedForNow
from notifications.delivery.sending import LEASE, LEASE_OF_CODES, MOST_TRIES, send_waiting
from notifications.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


@pytest.fixture
def kills(monkeypatch):
    """The subjects of mails whose sender is killed as it hands them over."""
    subjects: set[str] = set()
    send = MailServer.send

    def send_or_die(server, mail):
        if mail.subject in subjects:
            raise Killed
        send(server, mail)

    monkeypatch.setattr(MailServer, "send", send_or_die)
    return subjects


def letter(subject, *, at, expires_at=None):
    address = "reader@example.org"
    queue_letter(letter=Letter("accounts.code", address, subject, "Text", expires_at), at=at)
    return Delivery.objects.get(subject=subject)


def send_killed(at):
    with pytest.raises(Killed):
        send_waiting(at=at)


def subjects_sent():
    return [mail.subject for mail in outbox.outbox]


def test_a_code_arrives_in_time_though_its_sender_is_killed_three_times(kills):
    at = timezone.now()
    code = letter("Your code", at=at, expires_at=at + dt.timedelta(minutes=15))
    kills.add("Your code")

    for _kill in range(3):
        send_killed(at)
        assert send_waiting(at=at + SECOND) == 0  # it is claimed still
        code.refresh_from_db()
        at = code.next_try_at
    kills.clear()

    assert send_waiting(at=at) == 1
    assert subjects_sent() == ["Your code"]
    assert at < code.expires_at - dt.timedelta(minutes=5)


def test_codes_are_claimed_for_a_shorter_time_than_other_mails_and_without_them(kills):
    at = timezone.now()
    code = letter("Your code", at=at, expires_at=at + dt.timedelta(minutes=15))
    other = letter("A notice", at=at)
    kills.add("Your code")

    send_killed(at)

    code.refresh_from_db()
    other.refresh_from_db()
    assert LEASE_OF_CODES <= code.next_try_at - at < LEASE_OF_CODES + SECOND
    assert (other.next_try_at, other.tries) == (at, 0)


def test_kills_use_up_no_tries(kills, monkeypatch):
    at = timezone.now()
    notice = letter("A notice", at=at)
    kills.add("A notice")

    for _kill in range(MOST_TRIES):
        send_killed(at)
        at += LEASE + SECOND
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == (DeliveryState.WAITING, 1)

    def refuse(_server, _mail):
        raise RefusedForNow("busy") from SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(MailServer, "send", refuse)
        send_waiting(at=at)
    notice.refresh_from_db()
    assert (notice.state, notice.tries, notice.error) == (DeliveryState.WAITING, 1, "busy")

    kills.clear()
    assert send_waiting(at=notice.next_try_at) == 1


def test_a_mail_that_ends_whoever_sends_it_holds_up_no_other(kills):
    at = timezone.now()
    letter("It kills", at=at)
    others = {f"Notice {number}" for number in range(5)}
    for subject in sorted(others):
        letter(subject, at=at)
    kills.add("It kills")

    send_killed(at)
    assert subjects_sent() == []

    # All were claimed with it. It comes first again, and now alone.
    at += LEASE + SECOND
    send_killed(at)
    assert send_waiting(at=at + SECOND) == 5
    assert set(subjects_sent()) == others


def test_a_mail_that_was_refused_once_and_left_then_is_owed_its_second_try(kills, monkeypatch):
    at = timezone.now()
    notice = letter("A notice", at=at)

    def refuse(_server, _mail):
        raise RefusedForNow("busy") from SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(MailServer, "send", refuse)
        send_waiting(at=at)
    notice.refresh_from_db()
    kills.add("A notice")
    at = notice.next_try_at
    for _kill in range(3):
        send_killed(at)
        at += LEASE + SECOND
    notice.refresh_from_db()

    assert (notice.tries, notice.error) == (2, "")
    kills.clear()
    assert send_waiting(at=at) == 1
