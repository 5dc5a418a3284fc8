"""Suspended accounts: who may suspend, what it ends, and how it is lifted."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.leaving import ask_to_close, keep_account
from accounts.actions.suspending import NotSuspendable, lift_suspension, suspend_account
from accounts.models import Suspension, User
from accounts.roles import Role
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def person():
    return UserFactory(full_name="Bo Ash", email="bo@example.org")


def page_of(person):
    return reverse("accounts:person_roles", args=[person.pk])


def test_an_administrator_suspends_and_lifts_and_both_are_on_record(client, admin, person):
    client.force_login(admin)
    ask, lift = (
        reverse(f"accounts:{name}", args=[person.pk])
        for name in ("account_suspend", "suspension_lift")
    )

    answer = client.post(ask, {"reason": "  "})
    assert "Say why" in answer.content.decode()
    assert User.objects.get(pk=person.pk).is_active

    for _click in range(2):
        assert client.post(ask, {"reason": "Insults\nby mail."})["Location"] == page_of(person)
    assert not User.objects.get(pk=person.pk).is_active
    page = client.get(page_of(person)).content.decode()
    assert "Lift the suspension" in page
    assert "Insults<br>by mail." in page
    assert list(client.get(reverse("accounts:people")).context["page"]) == [admin]
    found = client.get(reverse("accounts:people"), {"state": "suspended"})
    assert list(found.context["page"]) == [person]

    for _click in range(2):
        assert client.post(lift)["Location"] == page_of(person)
    assert User.objects.get(pk=person.pk).is_active
    line = Suspension.objects.get()
    assert [line.by, line.lifted_by, line.reason] == [admin, admin, "Insults\nby mail."]
    assert "Lifted" in client.get(page_of(person)).content.decode()


def test_whoever_is_suspended_is_signed_out_and_cannot_sign_in(client, admin, person):
    person.set_password("a long pass phrase")
    person.save()
    client.force_login(person)
    assert client.get(reverse("dashboard:home")).status_code == 200
    suspend_account(user=person, reason="Spam", by=admin, at=NOW)

    assert client.get(reverse("dashboard:home")).status_code == 302
    assert not client.login(username=person.email, password="a long pass phrase")


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.COORDINATOR, Role.SAFEGUARDING_LEAD])
def test_nobody_else_suspends_or_lifts(client, person, role):
    client.force_login(UserFactory(roles=[role] if role else []))

    for name in ("account_suspend", "suspension_lift"):
        address = reverse(f"accounts:{name}", args=[person.pk])
        assert client.post(address, {"reason": "x"}).status_code == 403
    assert not Suspension.objects.exists()


def test_neither_oneself_nor_the_last_administrator_nor_a_closed_account(admin, person):
    superuser = UserFactory(is_superuser=True, is_active=False)
    with pytest.raises(NotSuspendable):
        suspend_account(user=admin, reason="x", by=admin, at=NOW)
    with pytest.raises(NotSuspendable):
        suspend_account(user=admin, reason="x", by=superuser, at=NOW)
    User.objects.filter(pk=person.pk).update(closed_at=NOW, is_active=False)
    with pytest.raises(NotSuspendable):
        suspend_account(user=person, reason="x", by=admin, at=NOW)


def test_keeping_an_account_does_not_lift_its_suspension(admin, person):
    ask_to_close(user=person, erases_posts=False, at=NOW)
    suspend_account(user=person, reason="Spam", by=admin, at=NOW)

    keep_account(user=person, at=NOW)

    assert not User.objects.get(pk=person.pk).is_active
    assert lift_suspension(user=person, by=admin, at=NOW).is_active


def test_lifting_does_not_open_an_account_whose_person_asked_to_close_it(admin, person):
    suspend_account(user=person, reason="Spam", by=admin, at=NOW)
    User.objects.filter(pk=person.pk).update(closes_at=NOW + dt.timedelta(days=3))

    lift_suspension(user=person, by=admin, at=NOW)

    assert not User.objects.get(pk=person.pk).is_active
