"""A mail server that hangs, refuses, says goodbye or dies in the middle: what is sent again, and what is not."""

import datetime as dt
import email
import email.policy
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.utils import timezone

from accounts.letters import Letter
from benchmarks.mail_sink import MailSink, Session, Taken
from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory
from notifications.actions import queue_letter
from notifications.delivery.mail_server import mail_outage
from notifications.delivery.sending import LEASE, MOST_TRIES, send_waiting
from notifications.models import Delivery, DeliveryState
from tests.at_once import at_once

NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)


def letters(*addresses: str) -> None:
    """Let a notice wait for each of them."""
    Delivery.objects.bulk_create(
        Delivery(
            mail="test.notice", address=address, subject="Hi", text="A notice", next_try_at=NOW
        )
        for address in addresses
    )


def recipients(server: MailSink) -> list[str]:
    return [address for mail in server.taken for address in mail.to]


def states() -> list[tuple[str, str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("address", "state", "tries"))


class Choosy(Session):
    """Refuses some recipients and contents, for good or for now, as their names say."""

    def on_recipient(self, address: str) -> None:
        code = address.partition("@")[0]
        if code in ("550", "450"):
            self.say(f"{code} No such mailbox here")
        else:
            super().on_recipient(address)

    def on_data(self, source: bytes) -> None:
        code = self.to[0].partition("@")[0]
        if code in ("554", "451"):
            self.say(f"{code} We do not like this text")
        else:
            super().on_data(source)


@pytest.mark.django_db
def test_a_refusal_for_good_is_not_repeated_one_for_now_is_and_neither_costs_another_mail(
    mail_server,
):
    server = mail_server(Choosy)
    letters("550@x.org", "450@x.org", "554@x.org", "451@x.org", "ana@example.org")

    send_waiting(at=NOW)
    after_one = states()
    send_waiting(at=NOW + 2 * MINUTE)

    assert after_one == [
        ("550@x.org", DeliveryState.FAILED, 1),
        ("450@x.org", DeliveryState.WAITING, 1),
        ("554@x.org", DeliveryState.FAILED, 1),
        ("451@x.org", DeliveryState.WAITING, 1),
        ("ana@example.org", DeliveryState.SENT, 1),
    ]
    assert [tries for _address, _state, tries in states()] == [1, 2, 1, 2, 1]
    assert recipients(server) == ["ana@example.org"]
    assert "No such mailbox here" in Delivery.objects.get(address="550@x.org").error


@pytest.mark.django_db
def test_what_the_server_refuses_for_now_fails_after_ten_tries(mail_server):
    mail_server(Choosy)
    letters("450@x.org")

    for day in range(MOST_TRIES + 1):
        send_waiting(at=NOW + dt.timedelta(days=2 * day))

    assert states() == [("450@x.org", DeliveryState.FAILED, MOST_TRIES)]


@pytest.mark.django_db
def test_many_mails_take_one_connection(mail_server):
    server = mail_server()
    letters(*(f"p{number}@example.org" for number in range(20)))

    assert send_waiting(at=NOW) == 20
    assert (len(server.taken), server.connections) == (20, 1)


class SaysGoodbye(Session):
    """Takes two mails over one connection, as some servers do."""

    count = 0

    def on_sender(self, sender: str) -> None:
        self.count += 1
        self.say("421 Too many mails over one connection" if self.count > 2 else "250 OK")


@pytest.mark.django_db
def test_a_server_that_takes_two_mails_over_one_connection_gets_more_connections(mail_server):
    server = mail_server(SaysGoodbye)
    addresses = [f"p{number}@example.org" for number in range(5)]
    letters(*addresses)

    assert send_waiting(at=NOW) == 5
    assert (recipients(server), server.connections) == (addresses, 3)


class DiesWithSecond(Session):
    """Cuts the connection in the second mail, before it says whether it was taken."""

    count = 0

    def on_data(self, source: bytes) -> None:
        self.count += 1
        if self.count == 2:
            raise ConnectionResetError
        super().on_data(source)


@pytest.mark.django_db
def test_a_connection_that_is_cut_in_a_mail_costs_that_one_a_minute_and_no_other(mail_server):
    server = mail_server(DiesWithSecond)
    letters("a@example.org", "b@example.org", "c@example.org")

    send_waiting(at=NOW)
    at_once = recipients(server)
    send_waiting(at=NOW + 2 * MINUTE)

    assert at_once == ["a@example.org", "c@example.org"]
    assert recipients(server) == ["a@example.org", "c@example.org", "b@example.org"]


class Hangs(Session):
    """Takes the connection and never answers."""

    def on_connect(self) -> None:
        self.rfile.readline()


@pytest.mark.django_db
def test_while_the_server_hangs_one_mail_finds_out_and_the_others_keep_their_tries(
    mail_server, monkeypatch
):
    hanging = mail_server(Hangs, seconds=2)
    letters("a@example.org", "b@example.org", "c@example.org")

    sent = [send_waiting(at=NOW) for _time in range(3)]
    during, connections = states(), hanging.connections
    server = mail_server()
    sent_then = send_waiting(at=NOW + 2 * MINUTE)

    assert (sent, connections) == ([0, 0, 0], 1)
    assert [(state, tries) for _address, state, tries in during] == [
        (DeliveryState.WAITING, 1),
        (DeliveryState.WAITING, 0),
        (DeliveryState.WAITING, 0),
    ]
    assert sent_then == 3
    assert recipients(server) == ["b@example.org", "c@example.org", "a@example.org"]


@pytest.mark.django_db
def test_a_sweep_with_nothing_to_send_does_not_put_off_the_next_mail(mail_server, monkeypatch):
    server = mail_server()
    monkeypatch.setattr(mail_outage(), "_pause", 0)
    mail_outage().begin(ConnectionRefusedError("away"))
    monkeypatch.setattr(mail_outage(), "_pause", 600)

    nothing = send_waiting(at=NOW)
    letters("a@example.org")
    sent = send_waiting(at=NOW)

    assert (nothing, sent, recipients(server)) == (0, 1, ["a@example.org"])


@pytest.mark.django_db
def test_a_mail_that_is_tried_again_keeps_its_message_id_and_no_two_share_one(mail_server):
    class Forgets(Session):
        """Takes every mail, and says that it did not."""

        def on_data(self, source: bytes) -> None:
            self.server.taken.append(Taken(self.to, source))
            raise ConnectionResetError

    server = mail_server(Forgets)
    letters("a@example.org", "b@example.org")

    for minute in range(4):
        mail_outage().end()
        send_waiting(at=NOW + 4 * minute * MINUTE)

    names: dict[str, set[str]] = {"a@example.org": set(), "b@example.org": set()}
    for mail in server.taken:
        parsed = email.message_from_bytes(mail.source, policy=email.policy.default)
        names[mail.to[0]].add(parsed["Message-ID"])
    assert len(server.taken) >= 4
    assert [len(found) for found in names.values()] == [1, 1]
    assert len(set.union(*names.values())) == 2


SENDS = """
import os, sys
sys.path[:0] = [os.getcwd(), "platform"]
import django
django.setup()
from django.conf import settings
from django.db import connection
from django.utils import timezone
connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_PORT"])
print(os.getpid(), flush=True)
sys.stdin.readline()
from notifications.delivery.sending import send_waiting
send_waiting(at=timezone.now())
"""


@pytest.fixture
def worker(mail_server):
    """A process of its own that sends what waits; the mail server kills it when it has taken its second mail."""

    class Kills(Session):
        def on_data(self, source: bytes) -> None:
            # Before the answer: a process that has it could note it in time.
            if len(self.server.taken) == 1:
                os.kill(process.pid, signal.SIGKILL)
            super().on_data(source)

    server = mail_server(Kills)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_PORT": str(server.port),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SENDS],
        cwd=site_settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process, server
    process.kill()
    process.communicate()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_before_it_notes_that_a_mail_was_taken_costs_one_repeat(worker):
    process, server = worker
    letters("a@example.org", "b@example.org", "c@example.org")

    process.communicate(b"go\n", timeout=60)
    left = [(state, bool(text)) for state, text in _states_and_texts()]
    too_early = send_waiting(at=timezone.now())
    afterwards = [send_waiting(at=timezone.now() + LEASE + MINUTE) for _time in range(2)]

    assert process.returncode == -signal.SIGKILL
    assert left == [
        (DeliveryState.SENT, False),
        (DeliveryState.WAITING, True),
        (DeliveryState.WAITING, True),
    ]
    assert (too_early, afterwards) == (0, [2, 0])
    assert recipients(server) == [
        "a@example.org",
        "b@example.org",
        "b@example.org",
        "c@example.org",
    ]
    again = [
        email.message_from_bytes(mail.source)["Message-ID"]
        for mail in server.taken
        if mail.to == ["b@example.org"]
    ]
    assert again[0] == again[1]


def _states_and_texts() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "text"))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_several_workers_share_what_waits_and_each_mail_leaves_once(mail_server, monkeypatch):
    monkeypatch.setattr("notifications.delivery.sending.BATCH", 5)
    server = mail_server()
    addresses = [f"p{number}@example.org" for number in range(40)]
    letters(*addresses)

    sent = at_once(*[lambda: send_waiting(at=NOW)] * 4)

    assert sum(sent) == 40
    assert sorted(recipients(server)) == sorted(addresses)


@pytest.mark.django_db
def test_mail_of_every_sort_arrives_whole(mail_server, kinds):
    server = mail_server()
    reader = UserFactory(full_name="Zoë Łund 李")
    DeliveryFactory(notification__recipient=reader, next_try_at=NOW)
    queue_letter(letter=Letter("test.notice", reader.email, "Grüße", ".\n. a dot\n"), at=NOW)

    assert send_waiting(at=NOW) == 2

    told, letter = [
        email.message_from_bytes(mail.source, policy=email.policy.default) for mail in server.taken
    ]
    text = told.get_body(("plain",))
    assert text is not None
    assert "Zoë Łund 李" in text.get_content()
    assert (letter["Subject"], letter["To"]) == ("Grüße", reader.email)
    assert letter.get_content().split() == [".", ".", "a", "dot"]
