"""No page tells whether an address has an account: known and unknown ones are answered byte by byte alike."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actions.opening import open_account
from accounts.models import MailCount, User
from demo.factories.accounts import UserFactory
from demo.factories.networks import NetworkFactory
from tests.mails import delivered

pytestmark = pytest.mark.django_db
# As long as the others, so that even lengths can be compared.
UNKNOWN = "nobody@example.org"
KNOWN = {
    "with a password": "person@example.org",
    "without a password": "coders@example.org",
    "not confirmed": "begins@example.org",
}
LOGIN = reverse("account_login")
SIGN_UP = reverse("account_signup")
CODE = {"code": "WRONGX"}
RESEND = {"action": "resend"}

# What somebody does, and then sees: an address, and what is sent to it if anything is.
Step = tuple[str, dict[str, str] | None]
VERIFY = reverse("account_email_verification_sent")
LOGIN_CODE = reverse("account_confirm_login_code")
RESET_CODE = reverse("account_confirm_password_reset_code")
WAYS: dict[str, Callable[[str], list[Step]]] = {
    "sign-up": lambda email: [
        (SIGN_UP, {"email": email, "full_name": "Somebody"}),
        (VERIFY, None),
        *[step for _try in range(5) for step in [(VERIFY, CODE), (VERIFY, None)]],
        (LOGIN, None),
    ],
    "a new code after the sign-up": lambda email: [
        (SIGN_UP, {"email": email, "full_name": "Somebody"}),
        *[step for _try in range(4) for step in [(VERIFY, RESEND), (VERIFY, None)]],
    ],
    "correcting the address after the sign-up": lambda email: [
        (SIGN_UP, {"email": email, "full_name": "Somebody"}),
        (VERIFY, {"action": "change", "email": "another@example.org"}),
        (VERIFY, None),
        (reverse("account_logout"), {"next": SIGN_UP}),
        (SIGN_UP, None),
    ],
    "sign-up with no name": lambda email: [(SIGN_UP, {"email": email, "full_name": ""})],
    "a code to sign in": lambda email: [
        (LOGIN, {"login": email, "password": ""}),
        (LOGIN_CODE, None),
        *[step for _try in range(5) for step in [(LOGIN_CODE, CODE), (LOGIN_CODE, None)]],
    ],
    "a code by its own page": lambda email: [
        (reverse("account_request_login_code"), {"email": email}),
        *[step for _try in range(4) for step in [(LOGIN_CODE, RESEND), (LOGIN_CODE, None)]],
    ],
    "too many codes": lambda email: [
        step
        for _try in range(5)
        for step in [
            (LOGIN, {"login": email}),
            (LOGIN_CODE, None),
            (reverse("account_logout"), {"next": LOGIN}),
        ]
    ],
    "a wrong password": lambda email: [
        (LOGIN, {"login": email, "password": "wrong"}) for _try in range(7)
    ],
    "a forgotten password": lambda email: [
        (reverse("account_reset_password"), {"email": email}),
        (RESET_CODE, None),
        *[step for _try in range(5) for step in [(RESET_CODE, CODE), (RESET_CODE, None)]],
    ],
}


@pytest.fixture
def _people(db: None) -> None:
    open_account(email=KNOWN["with a password"], full_name="P", password="correct horse battery")
    open_account(email=KNOWN["without a password"], full_name="C")
    open_account(email=KNOWN["not confirmed"], full_name="B", is_verified=False)


# The moment, and the name of the request: different in every answer.
VARYING = {"Expires", "X-Request-ID"}


def seen(answer: HttpResponse, email: str) -> dict[str, Any]:
    """Return all that an answer shows, without what is random for everybody."""
    page = re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"', "TOKEN", answer.content.decode()
    ).replace(email, "ADDRESS")
    random = {"sessionid", "csrftoken"}
    return {
        "status": answer.status_code,
        "headers": {k: v for k, v in answer.headers.items() if k not in VARYING},
        "cookies": {
            name: (
                "random" if name in random and morsel.value else morsel.value,
                {k: v for k, v in morsel.items() if k != "expires"},
            )
            for name, morsel in answer.cookies.items()
        },
        "page": page,
    }


def walk(way: str, email: str, client: Client | None = None) -> list[dict[str, Any]]:
    """Return what each step shows, and how many mails went to the address or another."""
    cache.clear()
    MailCount.objects.all().delete()
    delivered().clear()
    client = client or Client()
    answers = []
    for address, words in WAYS[way](email):
        answer = client.get(address) if words is None else client.post(address, words)
        answers.append(seen(answer, email))
    return answers


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("account", KNOWN)
@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_addresses_see_the_same(way, account, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)

    of_known = walk(way, KNOWN[account])
    mails_to_known = len(delivered())
    of_unknown = walk(way, UNKNOWN)

    assert of_known == of_unknown
    # Each first mail is written in both cases, which takes most of the time of the answer.
    assert bool(mails_to_known) == bool(delivered())


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("account", KNOWN)
def test_a_sign_up_is_the_same_work_for_known_and_unknown_addresses(work_of, account):
    def sign_up(email: str) -> list[str]:
        cache.clear()
        MailCount.objects.all().delete()
        words = {"email": email, "full_name": "Somebody"}
        return work_of(lambda: Client().post(SIGN_UP, words))

    of_known, of_unknown = sign_up(KNOWN[account]), sign_up(UNKNOWN)

    assert of_known == of_unknown
    assert sum(each.startswith('INSERT INTO "accounts_user"') for each in of_known) == 1
    assert {user.email for user in User.objects.all()} == {*KNOWN.values(), UNKNOWN}


RESENDING = {
    "after the sign-up": (SIGN_UP, {"full_name": "Somebody"}, "email", VERIFY),
    "to sign in": (LOGIN, {"password": ""}, "login", LOGIN_CODE),
}


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("account", KNOWN)
@pytest.mark.parametrize("way", RESENDING)
def test_a_new_code_is_the_same_work_for_known_and_unknown_addresses(work_of, way, account):
    begin, words, name, page = RESENDING[way]

    def resend(email: str) -> tuple[list[str], int]:
        cache.clear()
        MailCount.objects.all().delete()
        client = Client()
        client.post(begin, {**words, name: email})
        before = len(delivered())
        cache.clear()
        work = work_of(lambda: client.post(page, RESEND))
        # In whatever order; what is taken back has a savepoint more, which costs nothing.
        statements = sorted(each for each in work if each != "SAVEPOINT ")
        return statements, len(delivered()) - before

    (of_known, mailed_to_known), (of_unknown, mailed_to_unknown) = (
        resend(KNOWN[account]),
        resend(UNKNOWN),
    )

    assert of_known == of_unknown
    # A sign-up goes on for a new address only, a sign-in for one with an account.
    assert sorted([mailed_to_known, mailed_to_unknown]) == [0, 1]


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("account", KNOWN)
def test_a_member_who_takes_another_address_sees_the_same(account, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    page = reverse("account_email")

    def change(email: str) -> list[dict[str, Any]]:
        client = Client()
        client.force_login(UserFactory(email="member@example.org", full_name="Member"))
        words = {"email": email, "action_add": "yes"}
        steps = [(page, words), (VERIFY, None), (VERIFY, RESEND), (VERIFY, CODE), (page, None)]
        cache.clear()
        answers = [client.get(a) if w is None else client.post(a, w) for a, w in steps]
        User.objects.filter(email="member@example.org").update(email=f"gone.{email}")
        return [
            {k: v for k, v in seen(answer, email).items() if k != "cookies"} for answer in answers
        ]

    assert change(KNOWN[account]) == change(UNKNOWN)


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("account", KNOWN)
def test_a_moderator_who_invites_sees_the_same(account, time_machine):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)

    def invite(email: str) -> list[dict[str, Any]]:
        network = NetworkFactory(name=f"About {email}", by=UserFactory(full_name="M"))
        client = Client()
        client.force_login(network.memberships.get().user)
        page = reverse("networks:invitation_list", args=[network.slug])
        delivered().clear()
        answers = [client.post(page, {"email": email}), client.get(page)]
        link = network.invitations.get().get_absolute_url()
        answers.append(Client().get(link))
        return [
            re.sub(
                re.escape(network.slug)
                + r"|/invitations/\S+|/people/\d+/|value=\"\w+\"|value=\"[\w-]{36} 0 ",
                "",
                str(seen(answer, email)["page"]),
            )
            for answer in answers
        ]

    of_known, of_unknown = invite(KNOWN[account]), invite(UNKNOWN)

    assert of_known == of_unknown
