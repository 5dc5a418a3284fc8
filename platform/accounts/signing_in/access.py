"""Values about a person kept in the session, so that a request need not query the database."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from accounts.models import User

SECOND_FACTOR_KEY = "second_factor_checked"
ACTIVITY_KEY = "activity_noted_at"
ACTIVITY_EVERY = 600


def has_settled_second_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether this person has the second factor that their roles ask for, or needs none.

    A yes is kept in the session together with the state of the person's access: it holds until a role or
    a second factor changes.
    """
    state = (
        f"{user.access_changed_at.isoformat()} {user.is_staff} {user.is_superuser} {user.is_demo}"
    )
    if request.session.get(SECOND_FACTOR_KEY) == state:
        return True
    if lacks_second_factor(user):
        return False
    request.session[SECOND_FACTOR_KEY] = state
    return True


def lacks_second_factor(user: User) -> bool:
    """Tell whether the person's roles ask for a second factor and they have none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return user.needs_second_factor() and not is_mfa_enabled(user, kinds)


def begin_session(request: HttpRequest, user: User) -> None:
    """Check at sign-in, and keep in the session, what the first page would have to query."""
    request.session[ACTIVITY_KEY] = int(time.time())
    # Until now it was that of a visitor, which ends soon.
    request.session.set_expiry(None)
    has_settled_second_factor(request, user)


def note_activity(request: HttpRequest) -> None:
    """Keep "last used" of the session list fresh to ten minutes."""
    now = int(time.time())
    if now - request.session.get(ACTIVITY_KEY, 0) > ACTIVITY_EVERY:
        request.session[ACTIVITY_KEY] = now
        UserSession.objects.create_from_request(request)
