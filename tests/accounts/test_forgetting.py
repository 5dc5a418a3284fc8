"""Sign-ups that nobody confirmed are deleted after 30 days, and nobody else's account."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions.forgetting import forget_unconfirmed_accounts
from accounts.actions.opening import open_account
from accounts.models import Profile, User
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.networks import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def a_sign_up(address: str, *, days: int, is_verified: bool = False, **fields) -> User:
    user = open_account(
        email=address, full_name="Ana", is_verified=is_verified,
        joined_at=NOW - dt.timedelta(days=days), **fields,
    )  # fmt: skip
    Profile.objects.get_or_create(user=user)
    return user


def test_a_sign_up_that_was_never_confirmed_goes_after_thirty_days():
    old = a_sign_up("old@example.org", days=31)
    a_sign_up("new@example.org", days=29)

    counts = [forget_unconfirmed_accounts(at=NOW) for _time in range(2)]

    assert counts == [1, 0]
    assert not User.objects.filter(pk=old.pk).exists()
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["new@example.org"]


def test_confirmed_used_and_staff_accounts_stay():
    a_sign_up("confirmed@example.org", days=400, is_verified=True)
    a_sign_up("staff@example.org", days=400, is_staff=True)
    a_sign_up("root@example.org", days=400, is_superuser=True)
    a_sign_up("signed-in@example.org", days=400, last_login=NOW)
    UserFactory(joined_at=NOW - dt.timedelta(days=400), roles=[Role.EDITOR])
    User.objects.create_user("no-address-row@example.org", full_name="Made by a program")

    assert forget_unconfirmed_accounts(at=NOW + dt.timedelta(days=400)) == 0


def test_an_account_that_something_depends_on_stays_and_stops_no_other():
    member = a_sign_up("member@example.org", days=31)
    MembershipFactory(user=member)
    a_sign_up("other@example.org", days=31)

    assert forget_unconfirmed_accounts(at=NOW) == 1
    assert User.objects.filter(pk=member.pk).exists()
