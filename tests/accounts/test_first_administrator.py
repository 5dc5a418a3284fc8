"""The first administrator is made on the command line, and no mail is needed to sign in."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import RoleGrant, User
from accounts.roles import Role
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long walk by the sea"


@pytest.fixture
def create(monkeypatch):
    """Run the command with a password on its standard input, and return what it prints."""

    def run(email="ama@example.org", *, name="Ama Mensah", password=PASSWORD):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        out = io.StringIO()
        call_command("create_administrator", email, name=name, stdout=out)
        return out.getvalue()

    return run


def test_the_administrator_signs_in_and_gives_roles_without_any_mail(client, create):
    create()

    client.post(reverse("account_login"), {"login": "ama@example.org", "password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    # Before a second factor is set up, the password is asked for once more.
    asked_at = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    page = client.post(asked_at, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    client.post(reverse("mfa_activate_totp"), {"code": code})

    assert Authenticator.objects.filter(user__email="ama@example.org", type="totp").exists()
    assert client.get(reverse("accounts:people")).status_code == 200
    told = [message for message in mail.outbox if "code" in message.subject.lower()]
    assert told == []


def test_the_command_names_every_role(create):
    said = create()

    assert said.startswith("Ama Mensah is an administrator, and signs in at ")
    assert [role.label.lower() for role in Role if role.label.lower() not in said] == []


def test_running_it_again_sets_the_password_and_nothing_else(client, create):
    create()
    create(name="Somebody Else", password="another long walk by the sea")

    user = User.objects.get(email="ama@example.org")
    assert (user.full_name, user.roles) == ("Ama Mensah", {Role.ADMINISTRATOR})
    assert user.check_password("another long walk by the sea")
    assert RoleGrant.objects.filter(user=user).count() == 1
    assert user.emailaddress_set.get().verified


def test_somebody_who_has_an_account_becomes_an_administrator(create):
    person = UserFactory(email="ama@example.org", roles=[Role.EDITOR])

    create("AMA@Example.org", name="")

    assert User.objects.get(pk=person.pk).roles == {Role.EDITOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"password": ""}, "too short"),
        ({"password": "password123"}, "too common"),
        ({"email": "ama"}, "valid email address"),
        ({"name": " "}, "Say who it is"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_made(create, asked, why):
    with pytest.raises(CommandError, match=why):
        create(**asked)

    assert not User.objects.exists()


def test_a_blocked_account_stays_blocked(create):
    UserFactory(email="ama@example.org", is_active=False)

    with pytest.raises(CommandError, match="is blocked"):
        create()

    assert not User.objects.administrators().exists()
