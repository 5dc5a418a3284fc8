"""Who can sign in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """Open accounts only; people of the demo only where the demo is on.

    Django asks this at sign-in and again for each request of a session.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        if user.is_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
