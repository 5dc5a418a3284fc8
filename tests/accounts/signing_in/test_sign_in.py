"""Signing up and signing in."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.actions.opening import open_account
from accounts.models import Profile, User
from tests.mails import delivered

pytestmark = pytest.mark.django_db


def newest_code() -> str:
    """The code in the newest mail, on a line of its own."""
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(delivered()[-1].body), re.MULTILINE)
    assert found, delivered()[-1].body
    return found[1]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_sign_up_by_mailed_code_opens_an_account_with_its_profile(client):
    answer = client.post(
        reverse("account_signup"), {"email": "Zoe.Lund@Example.org", "full_name": "Zoë Łund 李"}
    )
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert signed_in_as(client) is None
    answer = client.post(answer["Location"], {"code": newest_code()})

    user = User.objects.get()
    assert answer["Location"] == resolve_url(settings.ACCOUNT_SIGNUP_REDIRECT_URL)
    assert (user.email, user.full_name, user.has_usable_password()) == (
        "zoe.lund@example.org",
        "Zoë Łund 李",
        False,
    )
    assert EmailAddress.objects.get(user=user).verified
    assert Profile.objects.filter(user=user).exists()
    assert signed_in_as(client) == str(user.pk)


def test_sign_up_with_a_wrong_code_lets_nobody_in(client):
    client.post(reverse("account_signup"), {"email": "a@example.org", "full_name": "A"})
    answer = client.post(reverse("account_email_verification_sent"), {"code": "WRONGX"})

    assert answer.status_code == 200
    assert "This is not the code we sent" in answer.content.decode()
    assert signed_in_as(client) is None


def test_nobody_can_mail_words_of_theirs_to_the_address_of_somebody_else(client):
    words = "You have won: http://evil.example/now"

    client.post(reverse("account_signup"), {"email": "ana@example.org", "full_name": words})

    (letter,) = delivered()
    assert letter.to == ["ana@example.org"]
    assert "evil.example" not in letter.subject + letter.body
    assert "You have won" not in letter.subject + letter.body


def test_sign_up_with_a_known_address_tells_only_its_owner(client, ada):
    answer = client.post(
        reverse("account_signup"), {"email": "ADA@example.org", "full_name": "Somebody"}
    )

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert [letter.subject for letter in delivered()] == ["You already have an account"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Enter your full name"),
        (" \t ", "Enter your full name"),
        ("\u200b", "Enter your full name"),
        ("x" * 101, "no more than 100 characters"),
        ("Ada\x00Okafor", "control characters|Null characters"),
        ("Ada\x07", "control characters"),
        ("Ada\r\nATTENDEE:mailto:evil@example.org", "control characters"),
        ("Ada \u202erotcoD", "control characters"),
    ],
)
def test_sign_up_refuses_a_bad_name_beside_the_field_and_keeps_the_address(client, name, says):
    answer = client.post(reverse("account_signup"), {"email": "a@example.org", "full_name": name})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(says, page)
    assert 'value="a@example.org"' in page
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'O\'Brien "%s"', "عائشة محمد", "🙂 Sam", "100%"]
)
def test_sign_up_takes_any_other_name_and_shows_it_escaped(client, name):
    client.post(reverse("account_signup"), {"email": "a@example.org", "full_name": name})
    client.post(reverse("account_email_verification_sent"), {"code": newest_code()})

    page = client.get(reverse("accounts:profile_edit")).content.decode()

    assert User.objects.get().full_name == name
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "email",
    ["", "x", "a@", "a b@example.org", "a@example.org\x00", "é" * 300, "a" * 300 + "@example.org"],
)
def test_sign_up_refuses_a_bad_address(client, email):
    answer = client.post(reverse("account_signup"), {"email": email, "full_name": "Ada"})

    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert not User.objects.exists()


def test_a_double_submit_of_the_sign_up_makes_one_account(client):
    answers = [
        client.post(reverse("account_signup"), {"email": "a@example.org", "full_name": name})
        for name in ("Ada", "Ada O.")
    ]

    assert [answer["Location"] for answer in answers] == [
        reverse("account_email_verification_sent")
    ] * 2
    assert User.objects.count() == 1


def test_the_second_of_two_sign_ups_at_once_is_led_to_the_code_that_was_sent(client):
    words = {"email": "a@example.org", "full_name": "Ada"}
    Client().post(reverse("account_signup"), words)

    answer = client.post(reverse("account_signup"), words)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert len(delivered()) == 1


def test_a_sign_up_that_loses_a_race_gets_the_answer_of_a_known_address(client, just_before):
    words = {"email": "a@example.org", "full_name": "Second"}

    with just_before(User(email="a@example.org", full_name="First")):
        answer = client.post(reverse("account_signup"), words)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert [user.full_name for user in User.objects.all()] == ["First"]


def test_sign_in_by_code_goes_on_to_the_page_that_was_asked_for(client, ada):
    wanted = reverse("accounts:profile_edit")
    sign_in = client.get(wanted)["Location"]
    assert sign_in == f"{reverse('account_login')}?next={wanted}"

    answer = client.post(sign_in, {"login": "Ada@Example.org", "password": "", "next": wanted})
    answer = client.post(answer["Location"], {"code": newest_code(), "next": wanted})

    assert answer["Location"] == wanted
    assert signed_in_as(client) == str(ada.pk)


def test_sign_in_never_leaves_the_site(client, ada):
    answer = client.post(
        reverse("account_login"),
        {
            "login": ada.email,
            "password": "correct horse battery",
            "next": "https://evil.example/",
        },
    )

    assert answer["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)


def test_sign_in_by_password(client, ada):
    client.post(
        reverse("account_login"), {"login": "ADA@example.org", "password": "correct horse battery"}
    )

    assert signed_in_as(client) == str(ada.pk)


def test_sign_in_with_a_wrong_password_says_so_and_sends_no_code(client, ada):
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"})

    assert "The email address or password is wrong" in answer.content.decode()
    assert delivered() == []
    assert signed_in_as(client) is None


def test_sign_in_is_stopped_after_five_wrong_passwords(client, ada):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"})
    answer = client.post(
        reverse("account_login"), {"login": ada.email, "password": "correct horse battery"}
    )

    assert "Too many attempts" in answer.content.decode()
    assert signed_in_as(client) is None


def test_asking_for_a_code_is_stopped_after_three_times_a_minute(client, ada):
    for _ in range(3):
        client.post(reverse("account_login"), {"login": ada.email})
        client.post(reverse("account_logout"))
    answer = client.post(reverse("account_login"), {"login": ada.email})

    assert "Too many attempts" in answer.content.decode()
    assert len(delivered()) == 3


def test_asking_for_a_code_is_stopped_after_ten_times_a_day(client, ada, time_machine):
    start = timezone.now()
    for hour in range(11):
        time_machine.move_to(start + dt.timedelta(hours=hour))
        client.cookies.clear()
        answer = client.post(reverse("account_login"), {"login": ada.email})
        mails = delivered()

    assert "Too many attempts" in answer.content.decode()
    assert len(mails) == 10


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so(client):
    answer = client.post(reverse("account_login"), {"login": "nobody@example.org"})

    assert answer["Location"] == reverse("account_confirm_login_code")
    assert [letter.subject for letter in delivered()] == ["There is no account with this address"]


@pytest.mark.parametrize("way", ["password", "code"])
def test_people_of_the_demo_cannot_sign_in_where_it_is_off(client, settings, way):
    open_account(email="learner@demo.example", full_name="L", password="praxis-demo", is_demo=True)
    settings.DEMO = False

    password = "praxis-demo" if way == "password" else ""
    answer = client.post(
        reverse("account_login"), {"login": "learner@demo.example", "password": password}
    )
    if way == "code":
        answer = client.post(answer["Location"], {"code": newest_code()})
        assert answer["Location"] == reverse("account_inactive")

    assert signed_in_as(client) is None


def test_people_of_the_demo_sign_in_with_their_password_where_it_is_on(client, settings):
    settings.DEMO = True
    user = open_account(
        email="learner@demo.example", full_name="L", password="praxis-demo", is_demo=True
    )

    client.post(
        reverse("account_login"), {"login": "learner@demo.example", "password": "praxis-demo"}
    )

    assert signed_in_as(client) == str(user.pk)


def test_a_session_of_the_demo_ends_when_the_demo_is_switched_off(client, settings):
    settings.DEMO = True
    client.force_login(open_account(email="l@demo.example", full_name="L", is_demo=True))
    settings.DEMO = False

    assert client.get(reverse("accounts:settings")).status_code == 302


def test_a_closed_account_cannot_sign_in(client, ada):
    close_account(user=ada, at=timezone.now())

    client.post(
        reverse("account_login"), {"login": "ada@example.org", "password": "correct horse battery"}
    )

    assert signed_in_as(client) is None


def test_two_addresses_that_differ_in_case_are_one(ada):
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        open_account(email="ADA@EXAMPLE.ORG", full_name="Another")


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_inactive",
        "account_request_login_code",
    ],
)
def test_the_entrance_is_open_to_everyone(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_a_passkey_can_be_asked_for_before_signing_in(client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    assert set(answer.json()) == {"request_options"}


@pytest.mark.parametrize(
    "name",
    [
        "accounts:settings",
        "accounts:profile_edit",
        "accounts:data_export",
        "accounts:close_account",
        "accounts:people",
        "accounts:organisation_list",
        "account_email",
        "account_set_password",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
    ],
)
def test_the_pages_of_an_account_ask_to_sign_in(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "accounts:settings",
        "accounts:profile_edit",
        "accounts:data_export",
        "accounts:close_account",
        "account_email",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
    ],
)
def test_the_pages_of_an_account_open_and_forbid_nothing_of_their_own(ada_client, name):
    answer = ada_client.get(reverse(name))

    assert answer.status_code == 200
    assert not re.search(r"\sstyle=|<script>|onclick", answer.content.decode())


def test_changing_the_address_takes_a_code_from_the_new_one(ada, ada_client):
    ada_client.post(reverse("account_email"), {"email": "New@example.org", "action_add": "yes"})
    ada_client.post(reverse("account_email_verification_sent"), {"code": newest_code()})

    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert [a.email for a in EmailAddress.objects.filter(user=ada)] == ["new@example.org"]


def test_a_forgotten_password_is_set_anew_by_code(client, ada):
    answer = client.post(reverse("account_reset_password"), {"email": ada.email})
    answer = client.post(answer["Location"], {"code": newest_code()})
    words = {"password1": "another long secret", "password2": "another long secret"}
    client.post(answer["Location"], words)

    ada.refresh_from_db()
    assert ada.check_password("another long secret")


def test_signing_out_takes_a_post(ada_client):
    ada_client.get(reverse("account_logout"))
    assert signed_in_as(ada_client)
    ada_client.post(reverse("account_logout"))
    assert signed_in_as(ada_client) is None
