"""Who reads concerns. The rule is strict: it lets superusers pass no more than anybody else."""

from accounts.roles import Role
from core.permissions import rule
from core.types import Person
from safeguarding.models import Concern


@rule("safeguarding.read", is_strict=True)
def may_read(user: Person, concern: Concern | None = None) -> bool:
    """Safeguarding leads read and handle concerns, except those that may be about themselves."""
    if not user.is_authenticated or not user.has_role(Role.SAFEGUARDING_LEAD):
        return False
    return concern is None or concern.may_be_about != user.pk
