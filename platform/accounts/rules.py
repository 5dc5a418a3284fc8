"""Who may do what with accounts and organisations."""

from typing import Any

from accounts.roles import Role
from core.permissions import rule
from core.types import Person


@rule("accounts.grant_roles")
def may_grant_roles(user: Person, _thing: Any = None) -> bool:
    """Administrators see everyone's roles, give them and take them back."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)


@rule("accounts.suspend")
def may_suspend(user: Person, _thing: Any = None) -> bool:
    """Administrators suspend accounts and lift suspensions."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)


@rule("accounts.edit_organisations")
def may_edit_organisations(user: Person, _thing: Any = None) -> bool:
    """Editors and administrators keep the register of organisations."""
    return user.is_authenticated and bool(user.roles & {Role.EDITOR, Role.ADMINISTRATOR})
