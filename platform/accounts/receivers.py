"""Receivers of accounts: sign-in, and changes of the second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from accounts.actions.opening import note_access_change
from accounts.models import User
from accounts.signing_in.access import begin_session


@receiver(user_logged_in)
def on_signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    begin_session(request, user)


@receiver(user_logged_out)
def on_signed_out(*, request: HttpRequest, **_: Any) -> None:
    """Give pages that are opened from now on another CSRF token: they are no longer those of this person."""
    rotate_token(request)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def on_second_factor_changed(*, user: User, **_: Any) -> None:
    note_access_change(user=user)


@receiver(authenticator_added)
def on_second_factor_added(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Let the recovery codes be seen without asking again for a key or app that was just proved."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
