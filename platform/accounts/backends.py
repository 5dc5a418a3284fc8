"""The authentication backend: who can sign in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from accounts.reader_facts import with_facts
from core.prepared import prepared


@prepared
def _people(pk: int) -> QuerySet[User]:
    """Return the account of this key, with its facts."""
    return with_facts(User.objects.with_roles().filter(pk=pk))


class AccountBackend(AuthenticationBackend):
    """Open accounts, and those that can still be kept; people of the demo only where the demo is on.

    Django asks this at sign-in and again for each request of a session.
    """

    def get_user(self, user_id: int) -> User | None:
        """Load the person of a session, with their roles and what each page shows of them, in one query."""
        return next(filter(self.user_can_authenticate, _people(user_id)), None)

    def user_can_authenticate(self, user: Any) -> bool:
        if user.is_demo and not settings.DEMO:
            return False
        return user.is_leaving or super().user_can_authenticate(user)
