"""Codes and notices of the account: no page waits for them, and what they said does not stay."""

import datetime as dt
import email
import email.policy
import re
import time
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.opening import open_account
from accounts.letters import Letter
from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from benchmarks.mail_sink import MailSink, Session
from core.background.side_thread import side_thread
from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory, NotificationFactory
from notifications.actions import (
    mark_as_mailed,
    queue_letter,
    queue_summaries,
)
from notifications.delivery.actions import KEPT_FAILED, KEPT_SENT, forget_deliveries
from notifications.delivery.log import count_deliveries
from notifications.delivery.mail_server import mail_outage
from notifications.delivery.sending import send_waiting
from notifications.models import Delivery, DeliveryState, DigestIssue, Urgency

NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)
# The page itself takes a tenth of it; each answer of the mail server of these tests is waited for longer.
LONGEST = 1.9


class Hangs(Session):
    """Takes the connection and never answers."""

    def on_connect(self) -> None:
        self.rfile.readline()


def letter(address: str = "ana@example.org", **more: object) -> Letter:
    return Letter(
        "account.login_code", address, "123-ABC is your code", "The code: 123-ABC", **more
    )  # type: ignore[arg-type]


def code_in(server: MailSink) -> str:
    (mail,) = server.taken
    text = email.message_from_bytes(mail.source, policy=email.policy.default).get_content()
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})\r?$", text, re.MULTILINE)
    assert found, text
    return found[1]


@pytest.fixture
def beside(settings) -> Iterator[None]:
    """Send mail in a thread beside the pages, as a server without a queue does."""
    settings.BACKGROUND_THREAD = True
    yield
    side_thread.finish()


WAYS = {
    "a code to sign in": ("account_login", {"login": "ada@example.org", "password": ""}),
    "a code to an unknown address": ("account_login", {"login": "new@example.org"}),
    "a sign-up": ("account_signup", {"email": "new@example.org", "full_name": "New"}),
    "a sign-up of a known address": (
        "account_signup",
        {"email": "ada@example.org", "full_name": "Ada"},
    ),
    "a forgotten password": ("account_reset_password", {"email": "ada@example.org"}),
}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_no_page_waits_for_a_mail_server_that_hangs(client, mail_server, beside, way):
    hanging = mail_server(Hangs, seconds=2)
    open_account(email="ada@example.org", full_name="Ada Okafor")
    name, words = WAYS[way]

    start = time.monotonic()
    answer = client.post(reverse(name), words)
    after_form = time.monotonic()
    other = Client().get(reverse("account_signup"))
    after_page = time.monotonic()
    side_thread.finish()

    assert (answer.status_code, other.status_code) == (302, 200)
    assert after_form - start < LONGEST
    assert after_page - after_form < LONGEST
    assert hanging.connections == 1
    assert Delivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_code_arrives_once_when_the_server_is_back_and_signs_in(client, mail_server, beside):
    mail_server(Hangs, seconds=2)
    ada = open_account(email="ada@example.org", full_name="Ada Okafor")
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": ""})
    side_thread.finish()

    server = mail_server()
    sent = [send_waiting(at=timezone.now() + minute * MINUTE) for minute in (2, 3, 4)]
    client.post(answer["Location"], {"code": code_in(server)})

    assert sent == [1, 0, 0]
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "state"),
    [
        ("it leaves", DeliveryState.SENT),
        ("it is refused", DeliveryState.FAILED),
        ("it waits too long", DeliveryState.EXPIRED),
    ],
)
def test_what_a_letter_says_is_deleted_when_its_mail_is_done(mail_server, happens, state):
    class Answers(Session):
        def on_recipient(self, address: str) -> None:
            if happens == "it is refused":
                self.say("550 No such mailbox here")
            else:
                super().on_recipient(address)

    server = mail_server(Answers)
    late = happens == "it waits too long"
    queue_letter(letter=letter(expires_at=NOW + 15 * MINUTE), at=NOW)

    send_waiting(at=NOW + (15 if late else 0) * MINUTE)

    kept = Delivery.objects.values_list("state", "subject", "text", "address").get()
    assert kept == (state, "", "", "ana@example.org")
    assert len(server.taken) == (state == DeliveryState.SENT)


@pytest.mark.django_db
def test_a_code_is_tried_every_minute_until_it_no_longer_works(mail_server):
    class Greylists(Session):
        def on_recipient(self, address: str) -> None:
            self.say("450 Come back in five minutes")

    mail_server(Greylists)
    queue_letter(letter=letter(expires_at=NOW + 15 * MINUTE), at=NOW)

    for minute in range(20):
        send_waiting(at=NOW + minute * (MINUTE + dt.timedelta(seconds=5)))

    done = Delivery.objects.get()
    assert (done.state, done.tries) == (DeliveryState.EXPIRED, 14)


@pytest.mark.django_db
def test_the_database_refuses_to_keep_a_letter_that_has_left():
    queue_letter(letter=letter(), at=NOW)

    with pytest.raises(IntegrityError, match="delivery_keeps_no_letter"), transaction.atomic():
        Delivery.objects.update(state=DeliveryState.SENT)


@pytest.mark.django_db
def test_a_letter_of_the_past_is_marked_as_mailed_and_emptied():
    queue_letter(letter=letter(), at=NOW - MINUTE)

    assert mark_as_mailed(told_before=NOW) == 1
    assert Delivery.objects.values_list("state", "subject", "text").get() == ("sent", "", "")


@pytest.mark.django_db
def test_codes_leave_first_and_summaries_last(mail_server, kinds, monkeypatch):
    server = mail_server()
    reader = UserFactory(email="summary@example.org")
    NotificationFactory(recipient=reader, created_at=NOW - MINUTE)
    issue = DigestIssue(user=reader, period="2026-W48", since=NOW - 9 * MINUTE, until=NOW)
    queue_summaries(issues=[issue], at=NOW - 3 * MINUTE)
    told = DeliveryFactory(
        notification__recipient__email="told@example.org", next_try_at=NOW - 2 * MINUTE
    )
    queue_letter(letter=letter("code@example.org", expires_at=NOW + 15 * MINUTE), at=NOW)

    send_waiting(at=NOW)

    assert [mail.to[0] for mail in server.taken] == [
        "code@example.org",
        told.notification.recipient.email,
        "summary@example.org",
    ]


@pytest.mark.django_db
def test_neither_the_admin_nor_the_export_shows_what_a_letter_says(client):
    person = UserFactory(email="ana@example.org")
    queue_letter(letter=letter(), at=NOW)
    admin = UserFactory(is_staff=True, is_superuser=True, is_demo=True)
    client.force_login(admin)

    pages = [
        client.get(reverse("admin:notifications_delivery_changelist")),
        client.get(
            reverse("admin:notifications_delivery_change", args=[Delivery.objects.get().pk])
        ),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert [b"ana@example.org" in page.content for page in pages] == [True, True]
    assert [b"123-ABC" in page.content for page in pages] == [False, False]
    exported = personal_data_of(person)["notifications"].data
    assert exported["other_mails"] == [
        {"mail": "account.login_code", "state": "waiting", "sent_at": None}
    ]
    assert "123-ABC" not in str(exported)


@pytest.mark.django_db
def test_an_address_that_no_mail_server_takes_is_answered_like_any_other(client):
    address = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".org"

    answer = client.post(reverse("account_login"), {"login": address, "password": ""})

    assert answer.status_code in (200, 302)
    assert not Delivery.objects.filter(address="").exists()


@pytest.mark.django_db
def test_old_mails_are_deleted_from_the_log_failed_ones_later(kinds):
    day = dt.timedelta(days=1)
    ages = {
        DeliveryState.SENT: KEPT_SENT,
        DeliveryState.EXPIRED: KEPT_SENT,
        DeliveryState.FAILED: KEPT_FAILED,
    }
    for state, kept in ages.items():
        for name, then in (("old", NOW - kept - day), ("young", NOW - kept + day)):
            sent_at = then if state == DeliveryState.SENT else None
            DeliveryFactory(
                notification=None,
                mail=f"{state} {name}",
                address="a@example.org",
                state=state,
                next_try_at=then,
                sent_at=sent_at,
            )
    DeliveryFactory(next_try_at=NOW - 2 * KEPT_FAILED, notification__title="waits")
    for period, age in (("2026-W10", KEPT_FAILED + day), ("2026-W40", KEPT_FAILED - day)):
        DigestIssue.objects.create(
            user=UserFactory(), period=period, since=NOW - age, until=NOW - age
        )

    for _time in range(2):
        forget_deliveries(at=NOW)

    left = sorted(Delivery.objects.exclude(mail="").values_list("mail", flat=True))
    assert left == ["expired young", "failed young", "sent young"]
    assert Delivery.objects.filter(mail="", state=DeliveryState.WAITING).count() == 1
    assert [issue.period for issue in DigestIssue.objects.all()] == ["2026-W40"]


@pytest.mark.django_db
def test_operators_see_how_many_mails_wait_and_failed(kinds):
    DeliveryFactory(next_try_at=NOW - 5 * MINUTE)
    DeliveryFactory(next_try_at=NOW - 90 * MINUTE, urgency=Urgency.CODE)
    DeliveryFactory(state=DeliveryState.FAILED, next_try_at=NOW - dt.timedelta(hours=1))
    DeliveryFactory(state=DeliveryState.FAILED, next_try_at=NOW - dt.timedelta(days=9))
    DeliveryFactory(state=DeliveryState.EXPIRED, next_try_at=NOW - dt.timedelta(hours=2))

    counts = count_deliveries(at=NOW)

    assert (counts.waiting, counts.failed, counts.failed_lately) == (2, 2, 1)
    assert (counts.expired_lately, counts.longest_due) == (1, 90 * MINUTE)


@pytest.mark.django_db
def test_every_mail_of_an_account_is_a_row_of_one_kind_or_another(client):
    open_account(email="ada@example.org", full_name="Ada", password="correct horse battery")
    ada = User.objects.get()
    client.force_login(ada)
    words = {"password1": "a much better one", "password2": "a much better one"}
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()

    client.post(
        reverse("account_change_password"), {"oldpassword": "correct horse battery", **words}
    )
    client.post(reverse("account_email"), {"email": "ada@new.example", "action_add": ""})

    assert list(Delivery.objects.order_by("pk").values_list("mail", "address", "urgency")) == [
        ("account.password_changed", "ada@example.org", Urgency.USUAL),
        ("account.email_confirmation", "ada@new.example", Urgency.CODE),
    ]
    assert EmailAddress.objects.filter(user=ada).count() >= 1
    assert not mail_outage().is_known
