"""Who may do what with tokens and services. Which tokens somebody sees: ``Token.objects.visible_to``."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from accounts.roles import Role
from api import kinds
from api.models import Token
from core.permissions import rule
from core.types import Person
from notifications.conditions import may_open


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
    """People revoke their own tokens and those of services they are the contact of, administrators any.

    Takes no query beyond the roles for tokens whose service is loaded.
    """
    if not user.is_authenticated:
        return False
    answers_for_it = token.service.contact_id if token.service else token.person_id
    return answers_for_it == user.pk or may_manage_services(user, None)


@may_open(kinds.TOKEN_MADE, kinds.TOKEN_REVOKED)
def tokens_of_recipient() -> QuerySet[Token]:
    """Describe the reader's own tokens, and those of services of which the reader is the contact."""
    reader = OuterRef("recipient")
    return Token.objects.filter(Q(person=reader) | Q(service__contact=reader))
