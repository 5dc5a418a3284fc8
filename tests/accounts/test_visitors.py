"""What visitors leave with us: nothing while they look, and little for a short time when they knock."""

import datetime as dt
import os
import re
from collections.abc import Callable

import pytest
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import MailCount
from accounts.signing_in.interrupted_forms import ROW_COOKIE
from accounts.signing_in.passkey_challenges import COOKIE, move_to_session
from accounts.tasks import forget_expired
from config.schedule import SCHEDULE
from demo.factories.accounts import UserFactory
from demo.factories.networks import NetworkFactory
from tests.architecture.test_addresses import VIEWS
from tests.mails import delivered

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:profile_edit")
RESUME = reverse("accounts:resume")
LOGIN = reverse("account_login")
SIGN_IN_PAGES = [
    *("account_login", "account_signup", "account_reset_password", "account_request_login_code"),
    *("account_inactive", "account_logout", "account_confirm_login_code", "account_email"),
    *("account_email_verification_sent", "account_confirm_password_reset_code", "mfa_authenticate"),
    *("mfa_login_webauthn", "mfa_index", "usersessions_list", "robots", "sitemap_index"),
]


def addresses() -> list[str]:
    """Return all addresses without parameters, those of the sign-in pages too."""
    found = []
    for name in [*VIEWS, *SIGN_IN_PAGES]:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return sorted(found)


def kept(client: Client):
    answer = client.get(RESUME)
    return answer.context["kept"] if answer.status_code == 200 else []


def noise(size: int) -> str:
    return os.urandom(size // 2).hex()


def test_who_only_looks_leaves_no_session_and_gets_no_cookie_for_one():
    network = NetworkFactory()

    for address in [*addresses(), network.get_absolute_url(), "/no/such/page/"]:
        answer = Client().get(address)

        assert settings.SESSION_COOKIE_NAME not in answer.cookies, address
        assert not Session.objects.exists(), address


def test_strangers_store_nothing_however_much_they_send():
    for _time in range(5):
        answer = Client().post(PAGE, {"about": noise(500_000), "place": noise(90_000)})

        assert answer["Location"] == f"{LOGIN}?next={RESUME}"
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
        assert len(str(answer.cookies)) < 4_096

    assert not Session.objects.exists()


def test_a_short_form_of_a_newcomer_waits_in_a_cookie_until_the_sign_in_and_once(ada):
    client = Client()
    client.post(f"{PAGE}?from=here", {"place": "Hull", "password1": "secret"})
    answer = client.post(LOGIN, {"login": ada.email, "next": RESUME})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(delivered()[-1].body), re.MULTILINE)
    answer = client.post(answer["Location"], {"code": code[1]})

    (form,) = kept(client)
    assert (form.address, form.fields) == (f"{PAGE}?from=here", [("place", "Hull")])
    assert answer.cookies["kept_form"].value == ""
    client.post(RESUME, {"let_go": form.key})
    assert kept(client) == []
    client.post(reverse("account_logout"))
    client.force_login(UserFactory())
    assert kept(client) == []


def test_a_long_form_of_a_newcomer_is_said_to_be_lost(ada):
    client = Client()
    client.post(PAGE, {"about": noise(10_000)})
    client.force_login(ada)

    answer = client.get(RESUME)

    assert "This form was too long to keep." in answer.content.decode()


@pytest.mark.parametrize("cookie", ["", "x", "e30:1abc:forged"])
def test_a_forged_form_is_shown_to_nobody(ada_client, cookie):
    ada_client.cookies["kept_form"] = cookie

    assert kept(ada_client) == []


def test_a_cookie_of_a_form_is_forgotten_after_half_an_hour(ada, time_machine):
    start = timezone.now()
    time_machine.move_to(start)
    client = Client()
    client.post(PAGE, {"place": "Hull"})
    time_machine.move_to(start + dt.timedelta(minutes=31))
    client.force_login(ada)

    assert kept(client) == []


def test_who_was_signed_in_before_fills_no_more_than_twenty_sessions_an_hour(ada, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z")
    client = Client()
    client.force_login(ada)
    client.get(reverse("accounts:settings"))
    Session.objects.all().delete()
    for _time in range(25):
        client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        client.cookies.pop(f"{ROW_COOKIE}_{ada.pk}", None)
        client.post(PAGE, {"about": "x" * 9_000})

    assert Session.objects.count() == 20


def test_the_session_of_a_visitor_ends_in_an_hour_and_that_of_a_member_lasts(ada, client):
    answer = client.post(LOGIN, {"login": ada.email})
    of_visitor = answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(delivered()[-1].body), re.MULTILINE)

    answer = client.post(answer["Location"], {"code": code[1]})

    of_member = answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    assert (of_visitor, of_member) == (3_600, settings.SESSION_COOKIE_AGE)


def test_every_night_what_has_expired_is_forgotten(ada_client, ada, time_machine):
    ada_client.get(reverse("accounts:settings"))
    Client().post(LOGIN, {"login": "nobody@example.org"})
    UserSession.objects.update_or_create(
        session_key=ada_client.session.session_key,
        defaults={"user": ada, "ip": "127.0.0.1", "user_agent": "x"},
    )
    before = Session.objects.count(), MailCount.objects.count()

    time_machine.move_to(timezone.now() + dt.timedelta(hours=2))
    forget_expired()
    in_between = Session.objects.count(), UserSession.objects.count()
    time_machine.move_to(timezone.now() + dt.timedelta(days=15))
    forget_expired()

    assert before == (2, 3)
    assert in_between == (1, 1)
    left = Session.objects.count(), UserSession.objects.count(), MailCount.objects.count()
    assert left == (0, 0, 0)
    assert "accounts.tasks.forget_expired" in {job["task"] for job in SCHEDULE.values()}


PASSKEYS = reverse("mfa_login_webauthn")
BY_SCRIPT = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def test_challenges_for_passkeys_are_limited_by_address_and_leave_nothing():
    answers = [Client().get(PASSKEYS, **BY_SCRIPT) for _time in range(40)]

    assert {answer.status_code for answer in answers} == {200, 429}
    assert not Session.objects.exists()


def test_a_challenge_waits_in_a_cookie_that_no_script_reads_and_no_other_page_gets():
    answer = Client().get(PASSKEYS, **BY_SCRIPT)

    morsel = answer.cookies[COOKIE]
    kept = {key: morsel[key] for key in ("httponly", "samesite", "max-age", "path")}
    assert kept == {"httponly": True, "samesite": "Lax", "max-age": 600, "path": PASSKEYS}
    assert set(answer.cookies) == {COOKIE}


def test_a_challenge_does_not_touch_the_session_of_a_visitor_who_has_one():
    client = Client()
    session = client.session
    session["kept"] = "something"
    session.save()
    before = Session.objects.get().session_data

    answer = client.get(PASSKEYS, **BY_SCRIPT)

    assert set(answer.json()) == {"request_options"}
    assert Session.objects.get().session_data == before


def test_a_try_that_fails_leaves_no_session_and_ends_the_challenge():
    client = Client()
    client.get(PASSKEYS, **BY_SCRIPT)

    answer = client.post(PASSKEYS, {"credential": "{}"})

    assert answer["Location"] == LOGIN
    assert client.cookies[COOKIE].value == ""
    assert not Session.objects.exists()


@pytest.fixture
def challenged(rf) -> Callable[[str], HttpRequest]:
    """Make a request that answers the challenge in this cookie."""

    def make(cookie: str) -> HttpRequest:
        request = rf.post(PASSKEYS)
        request.COOKIES[COOKIE] = cookie
        request.session = SessionStore()
        return request

    return make


def test_a_challenge_is_good_for_one_try(challenged):
    cookie = Client().get(PASSKEYS, **BY_SCRIPT).cookies[COOKIE].value
    tries = [challenged(cookie), challenged(cookie)]

    for each in tries:
        move_to_session(each)

    assert [STATE_SESSION_KEY in each.session for each in tries] == [True, False]


def test_a_challenge_is_good_for_ten_minutes(challenged, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z")
    cookie = Client().get(PASSKEYS, **BY_SCRIPT).cookies[COOKIE].value
    request = challenged(cookie)

    time_machine.move_to("2026-11-24T09:11:00Z")
    move_to_session(request)

    assert STATE_SESSION_KEY not in request.session


@pytest.mark.parametrize("cookie", ["", "x", "e30:1abc:forged", "\x00"])
def test_nobody_sets_a_challenge_of_their_own(challenged, cookie):
    request = challenged(cookie)
    request.session[STATE_SESSION_KEY] = {"challenge": "mine", "user_verification": None}

    move_to_session(request)

    assert STATE_SESSION_KEY not in request.session
