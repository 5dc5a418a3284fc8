"""Closing an account: the person goes, what they gave to others stays."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.blocking import forget_blocks
from accounts.actions.profiles import remove_photo
from accounts.actions.roles import is_another_administrator, wait_for_administrators
from accounts.models import Profile, RoleGrant, User, closed_name
from accounts.roles import Role
from accounts.signals import account_closed
from core.announcements import announce
from core.refusals import Conflict


class LastAdministrator(Conflict):
    """The person is the last administrator, so their account cannot be closed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You are the only administrator. Give the role to someone else, then close your account."
            )
        )


@transaction.atomic
def close_account(*, user: User, at: dt.datetime) -> None:
    """End the account: its person goes, and what they gave to others stays.

    The name becomes ``closed_name``, the address is free for a new account, nobody can sign in any more,
    roles, photo, profile, blocks, second factors and sessions are gone. Announces ``account_closed``, upon which each part
    ends what it has of the person (its ``receivers.py``; ``docs/retention.md`` lists all). What others wrote or
    were told keeps the name it had: naming a co-author, inviting an address, the inboxes of others.
    Repeats safely. Raises ``LastAdministrator``.
    """
    wait_for_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closed_at:
        return
    if User.objects.administrators().filter(pk=user.pk).exists() and not is_another_administrator(
        user
    ):
        raise LastAdministrator

    remove_photo(user=user)
    forget_blocks(user=user)
    _empty_profile(user)
    _take_roles(user, at)
    _end_access(user)
    user.full_name = closed_name(timezone.localdate(at))
    user.email = f"closed-{user.pk}@closed.invalid"
    user.time_zone = User._meta.get_field("time_zone").get_default()
    user.closed_at, user.closes_at = at, None
    user.access_changed_at = at
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    announce(account_closed, User, user_id=user.pk)


def _empty_profile(user: User) -> None:
    Profile.objects.filter(user=user).update(
        job_title="", organisation=None, place="", about="", languages=[], shown_to={}
    )


def _take_roles(user: User, at: dt.datetime) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, by=user, at=at, is_granted=False)
        for role in sorted(user.roles & set(Role.values))
    )
    user.groups.clear()
    user.user_permissions.clear()


def _end_access(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
