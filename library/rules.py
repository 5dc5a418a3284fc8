"""Who may do what in the library. Reading is everyone's: see ``Record.objects.visible_to``."""

from typing import Any

from core.permissions import rule
from core.types import Person
from library.models import STAFF_OF_THE_LIBRARY, Record


@rule("library.edit")
def may_edit(user: Person, _thing: Any = None) -> bool:
    """Editors and administrators correct, withdraw, restore and feature records and add files."""
    return user.is_authenticated and bool(user.roles & STAFF_OF_THE_LIBRARY)


@rule("library.see_usage")
def may_see_usage(user: Person, record: Record) -> bool:
    """Editors, and whoever made the work or gave it to the library, see how often it is used.

    Takes no query for a record ``with_creators()``.
    """
    if not user.is_authenticated:
        return False
    makers = {creator.user_id for creator in record.creators.all()} | {record.depositor_id}
    return user.pk in makers or may_edit(user, record)
