"""Opening an account."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import Profile, User


@transaction.atomic
def open_account(
    *,
    email: str,
    full_name: str,
    password: str | None = None,
    is_verified: bool = True,
    **fields: Any,
) -> User:
    """Open an account with its profile and its address. People open theirs on the sign-up page.

    Raises ``IntegrityError`` when the address, in whatever case, belongs to someone else.
    """
    user: User = User.objects.create_user(email, password, full_name=full_name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    return user


def mark_onboarded(*, user: User, at: dt.datetime) -> None:
    """Note that this person has seen the three welcome steps. The first time counts."""
    Profile.objects.filter(user=user, onboarded_at=None).update(onboarded_at=at)


def note_access_change(*, user: User) -> None:
    """Make every session of this person check anew whether it needs, and has, a second factor."""
    user.access_changed_at = timezone.now()
    user.save(update_fields=["access_changed_at"])
