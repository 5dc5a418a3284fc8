"""Who may do what with the newsletter."""

from accounts.roles import Role
from core.permissions import rule
from core.types import Person
from newsletters.models.issues import is_newsletter_editor


@rule("newsletters.edit")
def may_edit(user: Person, _thing: object = None) -> bool:
    """Editors put issues together and send them."""
    return is_newsletter_editor(user)


@rule("newsletters.support")
def may_support(user: Person, _thing: object = None) -> bool:
    """Administrators look up one address to help its owner, and stop mail that does not arrive."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)
