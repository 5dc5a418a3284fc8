"""While strangers guess a password, its owner signs in on a new device with a mailed code as well; they learn nothing."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.actions.opening import open_account
from accounts.models import MailCount, User
from accounts.signing_in.sign_in_limits import Door
from tests.mails import delivered

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN = reverse("account_login")
CODE_PAGE = reverse("account_confirm_login_code")
UNKNOWN = "eve@example.org"
THERE = "198.51.100.1"


def use_up_the_guesses(email: str) -> None:
    """Count as many guesses as strangers have in an hour."""
    door = Door(RequestFactory().post(LOGIN, REMOTE_ADDR="203.0.113.9"), email)
    while door.take("login_failed_by_strangers", email):
        pass
    assert door.has_no_guesses_left


def sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=THERE)


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def newest_code() -> str:
    found = re.search(r"^([A-Z]{3,}-[A-Z]{3,})$", str(delivered()[-1].body), re.MULTILINE)
    assert found, delivered()[-1].body
    return found[1]


def test_the_owner_gets_in_on_a_new_device_with_password_and_mailed_code(client, ada):
    use_up_the_guesses(ada.email)

    answer = sign_in(client, ada.email)
    before = signed_in_as(client)
    answer = client.post(answer["Location"], {"code": newest_code()})

    assert before is None
    assert answer["Location"] == reverse("dashboard:home")
    assert signed_in_as(client) == str(ada.pk)


def test_the_page_that_was_asked_for_is_not_forgotten_over_the_code(client, ada):
    use_up_the_guesses(ada.email)
    wanted = reverse("accounts:profile_edit")

    client.post(LOGIN, {"login": ada.email, "password": PASSWORD, "next": wanted})
    answer = client.post(CODE_PAGE, {"code": newest_code()})

    assert answer["Location"] == wanted


def test_the_mail_says_that_somebody_knows_the_password_and_what_to_do(client, ada):
    use_up_the_guesses(ada.email)

    sign_in(client, ada.email)

    (letter,) = delivered()
    assert letter.to == [ada.email]
    assert "Someone entered your password on a new device." in letter.body
    assert f"http://testserver{reverse('account_reset_password')}" in letter.body


def test_the_code_does_not_stand_in_for_the_second_factor(client, ada):
    TOTP.activate(ada, "SECRET")
    use_up_the_guesses(ada.email)

    sign_in(client, ada.email)
    answer = client.post(CODE_PAGE, {"code": newest_code()})

    assert answer["Location"] == reverse("mfa_authenticate")
    assert signed_in_as(client) is None


def test_a_wrong_password_mails_nothing(client, ada):
    use_up_the_guesses(ada.email)

    sign_in(client, ada.email, "wrong")
    sign_in(client, UNKNOWN, "wrong")

    assert delivered() == []


def test_strangers_who_ask_for_codes_do_not_use_up_those_of_whoever_knows_the_password(client, ada):
    use_up_the_guesses(ada.email)
    for number in range(12):
        Client().post(LOGIN, {"login": ada.email}, REMOTE_ADDR=f"203.0.113.{number}")
    delivered().clear()

    sign_in(client, ada.email)

    assert [letter.to for letter in delivered()] == [[ada.email]]


def test_whoever_knows_the_password_does_not_flood_the_mailbox(ada):
    use_up_the_guesses(ada.email)

    answers = [
        Client().post(
            LOGIN, {"login": ada.email, "password": PASSWORD}, REMOTE_ADDR=f"198.51.100.{number}"
        )
        for number in range(12)
    ]

    assert {answer["Location"] for answer in answers} == {CODE_PAGE}
    assert len(delivered()) == 10


def test_a_code_mailed_before_the_guesses_were_used_up_still_signs_in(client, ada):
    client.post(LOGIN, {"login": ada.email}, REMOTE_ADDR=THERE)
    code = newest_code()

    use_up_the_guesses(ada.email)
    client.post(CODE_PAGE, {"code": code})

    assert signed_in_as(client) == str(ada.pk)


@pytest.fixture
def attempts(ada: User) -> dict[str, tuple[str, str]]:
    """What somebody may try at accounts whose guesses are used up, all addresses equally long."""
    closed = open_account(email="ian@example.org", full_name="Ian", password=PASSWORD)
    close_account(user=closed, at=timezone.now())
    open_account(email="joe@example.org", full_name="Joe", password=PASSWORD, is_verified=False)
    open_account(email="kim@example.org", full_name="Kim")
    return {
        "right": (ada.email, PASSWORD),
        "wrong": (ada.email, "wrong horse battery 1"),
        "of a closed account": ("ian@example.org", PASSWORD),
        "of an unconfirmed account": ("joe@example.org", PASSWORD),
        "of an account without a password": ("kim@example.org", PASSWORD),
        "of nobody": (UNKNOWN, PASSWORD),
    }


OTHERS = ["of a closed account", "of an unconfirmed account", "of an account without a password"]


def start_anew(email: str) -> None:
    cache.clear()
    MailCount.objects.all().delete()
    use_up_the_guesses(email)


def seen(answer: HttpResponse, email: str) -> dict[str, Any]:
    """Return all that an answer shows, without what is random for everybody."""
    token = r'name="csrfmiddlewaretoken" value="\w+"'
    return {
        "status": answer.status_code,
        "headers": {
            k: v for k, v in answer.headers.items() if k not in {"Expires", "X-Request-ID"}
        },
        "cookies": {
            name: {k: v for k, v in morsel.items() if k != "expires"}
            for name, morsel in answer.cookies.items()
        },
        "page": re.sub(token, "TOKEN", answer.content.decode()).replace(email, "ADDRESS"),
    }


def walk(email: str, password: str) -> list[dict[str, Any]]:
    """Try the password more often than one door may, then everything that the page for the code offers."""
    start_anew(email)
    answers = []
    for _try in range(7):
        client = Client()
        answers.append(sign_in(client, email, password))
        answers.append(client.get(CODE_PAGE))
    client = Client()
    start_anew(email)
    steps = [
        (LOGIN, {"login": email, "password": password}),
        (CODE_PAGE, {"action": "resend"}),
        *[(CODE_PAGE, {"code": "WRONGX"})] * 6,
        (LOGIN, None),
        (LOGIN, {"login": email, "password": password}),
        (reverse("account_logout"), {"next": LOGIN}),
        (LOGIN, None),
    ]
    for address, words in steps:
        answers.append(client.get(address) if words is None else client.post(address, words))
    return [seen(answer, email) for answer in answers]


@pytest.mark.parametrize("what", ["wrong", *OTHERS, "of nobody"])
def test_nothing_tells_whether_the_password_was_right(attempts, time_machine, what):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)

    of_right = walk(*attempts["right"])
    of_other = walk(*attempts[what])

    assert of_right == of_other
    assert of_right[0]["headers"]["Location"] == CODE_PAGE
    assert "Someone is trying to guess the password of this account" in of_right[1]["page"]


def test_right_and_wrong_passwords_are_the_same_work(attempts, work_of):
    def work(email: str, password: str) -> list[str]:
        start_anew(email)
        return work_of(lambda: sign_in(Client(), email, password))

    right = work(*attempts["right"])
    wrong = work(*attempts["wrong"])

    assert right == wrong
    assert right.count("hash of a password") == 1
    assert any(each.startswith('INSERT INTO "notifications_delivery"') for each in wrong)
    assert len(delivered()) == 1
