"""Who may see how the site is run."""

from typing import Any

from accounts.roles import Role
from core.permissions import rule
from core.types import Person


@rule("dashboard.operate")
def may_operate(user: Person, _thing: Any = None) -> bool:
    """Administrators see the state of the site and send themselves a test mail."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)
