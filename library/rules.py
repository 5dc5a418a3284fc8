"""Who may do what in the library. Reading is everyone's: see ``Record.objects.visible_to``."""

from typing import Any

from core.permissions import rule
from core.types import Person
from library.models import STAFF_OF_THE_LIBRARY


@rule("library.edit")
def may_edit(user: Person, _thing: Any = None) -> bool:
    """Editors and administrators correct, withdraw, restore and feature records and add files."""
    return user.is_authenticated and bool(user.roles & STAFF_OF_THE_LIBRARY)
