"""Who may do what with tokens and services. Which tokens somebody sees: ``Token.objects.visible_to``."""

from typing import Any

from accounts.roles import Role
from api.models import Token
from core.permissions import rule
from core.types import Person


@rule("api.make_token")
def may_make_token(user: Person, _thing: Any = None) -> bool:
    """Everyone with an account makes tokens of their own."""
    return user.is_authenticated


@rule("api.manage_services")
def may_manage_services(user: Person, _thing: Any = None) -> bool:
    """Administrators add services, give them tokens, and see the tokens of everyone."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)


@rule("api.revoke_token")
def may_revoke_token(user: Person, token: Token) -> bool:
    """People revoke their own tokens, administrators any. Takes no query beyond the roles."""
    is_own = user.is_authenticated and token.person_id == user.pk
    return is_own or may_manage_services(user, None)
