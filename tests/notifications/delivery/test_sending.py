"""Sending: nothing lost when a sender dies, nothing twice when two of them run."""

import datetime as dt
import os
import subprocess
import sys
import threading
from functools import partial
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory
from notifications.actions import queue_mail
from notifications.delivery.mail_server import mail_outage
from notifications.delivery.sending import MOST_TRIES, send_deliveries, send_waiting
from notifications.mail_writers import _writers
from notifications.models import Delivery, DeliveryState

NOW = timezone.now()


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again(kinds):
    delivery = DeliveryFactory(next_try_at=NOW)

    answers = [send_deliveries(delivery_ids=[delivery.pk], at=NOW) for _ in range(2)]

    assert answers == [1, 0]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_asked_again_and_given_up_after_ten_tries(
    kinds, settings, monkeypatch
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    monkeypatch.setattr(mail_outage(), "_pause", 0)
    delivery = DeliveryFactory(next_try_at=NOW)

    states = []
    for day in range(MOST_TRIES):
        send_waiting(at=NOW + dt.timedelta(days=2 * day))
        delivery.refresh_from_db()
        states.append(delivery.state)

    assert states == [DeliveryState.WAITING] * (MOST_TRIES - 1) + [DeliveryState.FAILED]
    assert "refused" in delivery.error


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_fails_in_the_end_and_keeps_no_other_waiting(kinds):
    retired = DeliveryFactory(next_try_at=NOW, notification__kind="test.retired")
    DeliveryFactory(next_try_at=NOW + dt.timedelta(seconds=1))

    sent = [send_waiting(at=NOW + dt.timedelta(days=1 + 2 * day)) for day in range(MOST_TRIES)]

    assert sent == [1] + [0] * (MOST_TRIES - 1)
    retired.refresh_from_db()
    assert (retired.state, retired.error) == (
        DeliveryState.FAILED,
        """KeyError("No kind of notification is called 'test.retired'.")""",
    )


@pytest.mark.django_db
def test_mail_to_an_address_without_an_account_is_tried_again_and_logged(monkeypatch, register):
    letters = [EmailMessage("Hello", to=["ana@example.org"])]
    register(_writers, "test.letter", lambda key: letters[key])
    post = partial(queue_mail, mail="test.letter", address="ana@example.org")

    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", Mock(side_effect=ConnectionRefusedError("refused")))
        away.setattr(mail_outage(), "_pause", 0)
        post(about=0, at=NOW)
        post(about=0, at=NOW)
        sent_first = send_waiting(at=NOW)
    log_first = Delivery.objects.values_list("address", "state", "error").get()
    sent_then = send_waiting(at=NOW + dt.timedelta(minutes=2))

    assert (sent_first, sent_then, len(mail.outbox)) == (0, 1, 1)
    assert log_first == ("ana@example.org", DeliveryState.WAITING, "refused")
    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db
def test_a_mail_that_is_not_wanted_any_more_leaves_no_line(register):
    register(_writers, "test.letter", lambda key: None)
    queue_mail(mail="test.letter", about=1, address="ana@example.org", at=NOW)

    assert send_waiting(at=NOW) == 0
    assert not Delivery.objects.exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_many_senders_at_once_one_sends(kinds):
    delivery = DeliveryFactory(next_try_at=NOW)
    answers = []

    def send() -> None:
        answers.append(send_deliveries(delivery_ids=[delivery.pk], at=NOW))
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sorted(answers) == [0] * 7 + [1]


DIES_AFTER_THE_COMMIT = """
import os, sys
sys.path[:0] = [os.getcwd(), "platform"]
import django
django.setup()
from django.db import connection, transaction
connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
from accounts.models import User
from django.utils import timezone
from notifications.actions import notify
from notifications.kinds import Channel, Kind
kind = Kind("test.needed", group="networks", title="%(target)s", why="", channel=Channel.MAIL)
with transaction.atomic():
    transaction.on_commit(lambda: os._exit(9))
    reader = User.objects.get()
    notify(recipients=[reader], kind=kind, key="k", target=reader, at=timezone.now())
"""


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_the_sweep_sends_what_a_killed_process_left(kinds):
    UserFactory()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }

    died = subprocess.run(
        [sys.executable, "-c", DIES_AFTER_THE_COMMIT], cwd=settings.BASE_DIR, env=environment
    )
    sent_at_once = len(mail.outbox)
    send_waiting(at=timezone.now())

    assert died.returncode == 9
    assert sent_at_once == 0
    assert [delivery.state for delivery in Delivery.objects.all()] == [DeliveryState.SENT]
    assert len(mail.outbox) == 1
