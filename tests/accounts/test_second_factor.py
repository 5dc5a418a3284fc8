"""Staff need a second step at sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.opening import note_access_change
from accounts.actions.roles import grant_role
from accounts.models import User
from accounts.roles import SECOND_FACTOR_ROLES, Role
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "accounts:settings"


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret() -> str:
    return generate_totp_secret()


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_staff_without_a_second_factor_are_sent_to_set_one_up(ada, ada_client, role):
    grant_role(user=ada, role=role, by=None)

    answer = ada_client.get(reverse(PAGE), follow=True)

    assert answer.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Your role requires two-step verification" in answer.content.decode()


@pytest.mark.parametrize("field", ["is_staff", "is_superuser"])
def test_the_admin_and_superusers_are_asked_too(ada, ada_client, field):
    User.objects.filter(pk=ada.pk).update(**{field: True})

    assert ada_client.get(reverse("admin:index"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("roles", [[], [Role.REVIEWER]])
def test_others_are_not_asked(client, roles):
    client.force_login(UserFactory(is_demo=False, roles=roles))

    assert client.get(reverse(PAGE)).status_code == 200


def test_people_of_the_demo_are_not_asked(client, settings):
    settings.DEMO = True
    client.force_login(UserFactory(roles=list(Role), is_staff=True))

    assert client.get(reverse(PAGE)).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "account_logout", "account_email", "core:health_live"],
)
def test_the_way_to_set_one_up_and_out_stays_open(ada, ada_client, name):
    grant_role(user=ada, role=Role.EDITOR, by=None)
    ada.set_unusable_password()
    ada.save()
    ada_client.force_login(ada)

    assert ada_client.get(reverse(name)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_second_factor_opens_the_door(ada, client, secret):
    ada.set_unusable_password()
    ada.save()
    grant_role(user=ada, role=Role.EDITOR, by=None)
    client.force_login(ada)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    assert client.get(reverse(PAGE)).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_staff_with_a_second_factor_pass_and_their_pages_ask_nothing_of_it(ada, client, secret):
    TOTP.activate(ada, secret)
    grant_role(user=ada, role=Role.EDITOR, by=None)
    client.force_login(User.objects.get(pk=ada.pk))

    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(PAGE)).status_code == 200

    assert [query["sql"] for query in queries if "mfa_authenticator" in query["sql"]] == []


def test_a_new_role_is_noticed_in_a_session_that_is_open(ada, ada_client):
    assert ada_client.get(reverse(PAGE)).status_code == 200

    grant_role(user=ada, role=Role.EDITOR, by=None)

    assert ada_client.get(reverse(PAGE))["Location"] == reverse("mfa_index")


def test_losing_the_second_factor_is_noticed_in_a_session_that_is_open(ada, ada_client, secret):
    TOTP.activate(ada, secret)
    grant_role(user=ada, role=Role.EDITOR, by=None)
    assert ada_client.get(reverse(PAGE)).status_code == 200

    Authenticator.objects.all().delete()
    note_access_change(user=ada)

    assert ada_client.get(reverse(PAGE))["Location"] == reverse("mfa_index")


def test_removing_it_on_the_page_tells_all_sessions(ada, ada_client, secret):
    TOTP.activate(ada, secret)
    RecoveryCodes.activate(ada)
    before = User.objects.get().access_changed_at
    password = {"password": "correct horse battery"}
    page = reverse("mfa_deactivate_totp")
    ada_client.post(f"{reverse('account_reauthenticate')}?next={page}", password)

    ada_client.post(page)

    assert not Authenticator.objects.exists()
    assert User.objects.get().access_changed_at > before


def test_sign_in_asks_for_the_second_step(client, ada, secret):
    TOTP.activate(ada, secret)

    words = {"login": ada.email, "password": "correct horse battery"}
    answer = client.post(reverse("account_login"), words)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This code is wrong or out of date" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_admin_has_the_same_door(client, ada):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))

    client.force_login(ada)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("model", ["user", "organisation", "rolegrant"])
def test_the_admin_shows_and_changes_nothing(client, settings, model):
    settings.DEMO = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:accounts_{model}_add")).status_code == 403
