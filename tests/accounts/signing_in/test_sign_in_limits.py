"""Strangers use up what their own doors allow, never what an account's own devices may do."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail_limits import MailLimit, TooManyMails, count_mails
from accounts.actions.opening import open_account
from accounts.models import MailCount
from accounts.signing_in.adapters import NO_ADDRESS
from accounts.signing_in.known_devices import COOKIE, known_device
from demo.factories.accounts import UserFactory
from tests.mails import delivered

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN = reverse("account_login")
MORNING = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def sign_in(client: Client, email: str, password: str = PASSWORD, **meta: str):
    return client.post(LOGIN, {"login": email, "password": password}, **meta)


@pytest.fixture
def own(ada) -> Client:
    """Ada's browser, in which she has signed in before and out again."""
    client = Client()
    sign_in(client, ada.email)
    client.post(reverse("account_logout"))
    assert signed_in_as(client) is None
    return client


def test_strangers_who_guess_do_not_lock_the_owner_out_of_her_own_device(own, ada):
    for _try in range(12):
        sign_in(Client(), ada.email, "wrong")

    refused = sign_in(Client(), ada.email)
    sign_in(own, ada.email)

    assert "Too many attempts" in refused.content.decode()
    assert signed_in_as(own) == str(ada.pk)


def test_a_stranger_at_one_address_does_not_lock_the_owner_out_of_another(ada):
    for _try in range(12):
        sign_in(Client(), ada.email, "wrong", REMOTE_ADDR="203.0.113.9")
    client = Client()

    sign_in(client, ada.email)

    assert signed_in_as(client) == str(ada.pk)


def test_whoever_tries_all_accounts_from_one_address_does_not_stop_known_devices_there(own, ada):
    for number in range(80):
        sign_in(Client(), f"p{number}@example.org", "wrong")

    stopped = sign_in(Client(), "p90@example.org", "wrong")
    sign_in(own, ada.email)

    assert "Too many attempts" in stopped.content.decode()
    assert signed_in_as(own) == str(ada.pk)


def test_strangers_together_have_twenty_guesses_an_hour_from_however_many_addresses(ada, own):
    for number in range(20):
        sign_in(Client(), ada.email, "wrong", REMOTE_ADDR=f"203.0.113.{number}")

    client = Client()
    answer = sign_in(client, ada.email, REMOTE_ADDR="198.51.100.1")
    sign_in(own, ada.email)

    assert answer["Location"] == reverse("account_confirm_login_code")
    assert signed_in_as(client) is None
    assert signed_in_as(own) == str(ada.pk)


def test_the_owners_new_device_waits_an_hour_at_most_once_strangers_stop(ada, time_machine):
    time_machine.move_to(MORNING)
    for number in range(100):
        sign_in(Client(), ada.email, "wrong", REMOTE_ADDR=f"203.0.113.{number}")
        ask(Client(), "account_login", ada.email, REMOTE_ADDR=f"203.0.113.{number}")
    delivered().clear()
    time_machine.move_to(MORNING + dt.timedelta(minutes=61))
    client = Client()

    ask(Client(), "account_login", ada.email, REMOTE_ADDR="198.51.100.1")
    sign_in(client, ada.email, REMOTE_ADDR="198.51.100.1")

    assert len(delivered()) == 1
    assert signed_in_as(client) == str(ada.pk)


def test_a_right_password_from_an_unknown_device_uses_nothing_up(ada):
    for _time in range(22):
        client = Client()
        sign_in(client, ada.email)

        assert signed_in_as(client) == str(ada.pk)


def test_a_known_device_guesses_no_more_often_than_others(own, ada):
    for _try in range(5):
        sign_in(own, ada.email, "wrong")

    assert "Too many attempts" in sign_in(own, ada.email).content.decode()


def test_a_device_is_known_for_the_accounts_that_signed_in_on_it_only(own, ada):
    open_account(email="ben@example.org", full_name="Ben", password=PASSWORD)
    for _try in range(5):
        sign_in(Client(), "ben@example.org", "wrong")

    assert "Too many attempts" in sign_in(own, "ben@example.org").content.decode()


@pytest.mark.parametrize("cookie", ["", "x:1", "device:1.2:1abc:forged", "\x00"])
def test_nobody_can_claim_to_hold_a_known_device(rf, ada, cookie):
    request = rf.get("/")
    request.COOKIES[COOKIE] = cookie

    assert known_device(request, ada.email) == ""


def test_a_shared_computer_knows_the_five_newest_of_its_readers(rf):
    client, people = Client(), [UserFactory() for _person in range(6)]
    for person in people:
        client.force_login(person)
        client.get(reverse("accounts:settings"))
    request = rf.get("/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value

    known = [bool(known_device(request, person.email)) for person in people]

    assert known == [False, True, True, True, True, True]


def test_the_cookie_of_a_device_is_set_once_and_no_script_reads_it(ada):
    client = Client()
    client.force_login(ada)

    first = client.get(reverse("accounts:settings"))
    second = client.get(reverse("accounts:settings"))

    morsel = first.cookies[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (True, "Lax", 31_536_000)
    assert COOKIE not in second.cookies
    assert ada.email not in morsel.value


def ask(client: Client, way: str, email: str, **meta: str):
    fields = {
        "account_login": {"login": email},
        "account_request_login_code": {"email": email},
        "account_reset_password": {"email": email},
        "account_signup": {"email": email, "full_name": "Somebody"},
    }
    return client.post(reverse(way), fields[way], **meta)


WAYS = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
]


@pytest.mark.parametrize("way", WAYS)
def test_strangers_do_not_use_up_the_codes_of_the_owners_own_device(own, ada, way, time_machine):
    for hour in range(21):
        time_machine.move_to(MORNING + dt.timedelta(hours=hour))
        ask(Client(), way, ada.email)
    delivered().clear()

    refused = ask(Client(), way, ada.email)
    answer = ask(own, "account_login", ada.email)

    assert "Too many attempts" in refused.content.decode()
    assert answer["Location"] == reverse("account_confirm_login_code")
    assert [letter.to for letter in delivered()] == [[ada.email]]


def test_whoever_signs_up_is_counted_by_the_address_that_our_own_proxy_saw(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    statuses = [
        ask(
            Client(), "account_signup", f"p{number}@example.org",
            HTTP_X_FORWARDED_FOR=f"10.9.8.{number}, [2001:db8:1:2::{number:x}]:5678",
        ).status_code
        for number in range(1, 22)
    ]  # fmt: skip

    assert statuses == [302] * 20 + [429]


def test_households_of_one_provider_do_not_share_the_limits(db):
    answers = [
        ask(
            Client(), "account_signup", f"p{number}@example.org",
            REMOTE_ADDR=f"2001:db8:1:{number:x}::1",
        ).status_code
        for number in range(1, 22)
    ]  # fmt: skip

    assert answers == [302] * 21


@pytest.mark.parametrize(
    ("meta", "address"),
    [
        ({"REMOTE_ADDR": ""}, NO_ADDRESS),
        ({"REMOTE_ADDR": "unix:"}, NO_ADDRESS),
        ({"HTTP_X_FORWARDED_FOR": "7.7.7.7"}, "127.0.0.1"),
        ({"HTTP_X_FORWARDED_FOR": "2001:db8:1:2::9, 10.0.0.1"}, "2001:db8:1:2::"),
    ],
)
def test_a_proxy_that_tells_no_address_keeps_nobody_out(ada, settings, meta, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = Client()

    sign_in(client, ada.email, **meta)

    assert signed_in_as(client) == str(ada.pk)
    assert [session.ip for session in UserSession.objects.all()] == [address]


@pytest.mark.parametrize("way", WAYS)
def test_strangers_do_not_flood_a_mailbox_whatever_they_press_and_wherever_they_are(
    ada, way, time_machine
):
    for number in range(60):
        time_machine.move_to(MORNING + dt.timedelta(minutes=number))
        ask(Client(), way, ada.email, REMOTE_ADDR=f"203.0.113.{number}")
        mails = delivered()

    assert len(mails) == 10


def test_strangers_do_not_use_up_the_codes_of_a_new_device_where_the_owner_is_signed_in(
    ada, time_machine
):
    home, elsewhere = "198.51.100.7", "198.51.100.8"
    time_machine.move_to(MORNING)
    sign_in(Client(), ada.email, REMOTE_ADDR=home)
    for number in range(12):
        ask(Client(), "account_login", ada.email, REMOTE_ADDR=f"203.0.113.{number}")
    assert len(delivered()) == 10
    delivered().clear()

    refused = ask(Client(), "account_login", ada.email, REMOTE_ADDR=elsewhere)
    other = ask(Client(), "account_login", "ben@example.org", REMOTE_ADDR=home)
    answer = ask(Client(), "account_login", ada.email, REMOTE_ADDR=home)

    assert "Too many attempts" in refused.content.decode()
    assert answer["Location"] == other["Location"] == reverse("account_confirm_login_code")
    assert [letter.to for letter in delivered() if "code" in letter.subject] == [[ada.email]]


def test_at_home_a_new_device_has_the_allowance_of_its_door_and_no_more(ada, time_machine):
    time_machine.move_to(MORNING)
    sign_in(Client(), ada.email)
    for minute in range(15):
        time_machine.move_to(MORNING + dt.timedelta(minutes=minute))
        ask(Client(), "account_login", ada.email)
        mails = delivered()

    assert len(mails) == 10


def test_one_address_causes_mail_to_thirty_people_a_minute(db, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    for number in range(40):
        ask(Client(), "account_login", f"p{number}@example.org")

    assert len(delivered()) == 30


def test_a_member_does_not_flood_a_stranger_by_changing_her_address(ada_client, ada, time_machine):
    words = {"email": "stranger@example.org", "action_add": "yes"}
    for minute in range(8):
        time_machine.move_to(MORNING + dt.timedelta(minutes=minute))
        answer = ada_client.post(reverse("account_email"), words)

    assert "We have sent too many emails to this address" in answer.content.decode()
    assert [letter.to for letter in delivered()] == [["stranger@example.org"]] * 5


def test_a_new_password_ends_the_devices_that_were_remembered(own, ada, rf):
    request = rf.get("/")
    request.COOKIES[COOKIE] = own.cookies[COOKIE].value
    knew = known_device(request, ada.email)

    ada.set_password("another horse battery")
    ada.save()

    assert knew
    assert not known_device(request, ada.email)


def test_who_comes_back_to_a_shared_computer_is_not_pushed_out_by_those_who_came_once(own, ada, rf):
    for _time in range(6):
        other = UserFactory()
        own.force_login(other)
        own.get(reverse("account_email"))
        own.force_login(ada)
        own.get(reverse("account_email"))
    request = rf.get("/")
    request.COOKIES[COOKIE] = own.cookies[COOKIE].value
    for _time in range(4):
        own.force_login(UserFactory())
        own.get(reverse("account_email"))
    request.COOKIES[COOKIE] = own.cookies[COOKIE].value

    assert known_device(request, ada.email)


def test_mails_of_one_act_count_together_or_not_at_all(ada):
    addresses = [f"p{number}@example.org" for number in range(60)]
    count_mails(addresses=addresses, sender=ada, at=MORNING)

    with pytest.raises(TooManyMails, match="You have sent too many emails today"):
        count_mails(addresses=addresses[:41], sender=ada, at=MORNING)
    count_mails(addresses=addresses[:40], sender=ada, at=MORNING)

    def counted(key: str) -> int:
        return MailCount.objects.get(key=MailLimit(key, 1).digest).count

    assert counted(f"from {ada.pk}") == 100
    assert [counted(f"to {address}") for address in addresses] == [2] * 40 + [1] * 20


def test_who_wrote_to_whom_cannot_be_guessed_from_a_count_without_the_secret_key(settings):
    limit = MailLimit("from 12 to ana@example.org", 5)
    before = limit.digest

    settings.SECRET_KEY = "another"

    assert limit.digest != before
