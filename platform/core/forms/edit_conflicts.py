"""Edit conflicts: when a text is open twice, the second save is refused and shown what the first one saved."""

from typing import Any, Protocol

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusals import Conflict


class Edited(Protocol):
    """A row that counts its saves in ``edit_number``."""

    edit_number: int


class EditedElsewhere(Conflict):
    """The row was saved elsewhere after this copy was opened. ``stored`` is the row as it is now."""

    def __init__(self, stored: Any) -> None:
        self.stored = stored
        super().__init__(_("This was changed in another tab or on another device."))


def check_edit_number(stored: Edited, opened: int | None) -> None:
    """Check the edit number of the locked row and raise it by one; saving stays the caller's work.

    ``opened`` is the number with which the writer's copy was opened, or nothing where no copy was. Raises
    ``EditedElsewhere`` when there was a save between.
    """
    if opened is not None and opened != stored.edit_number:
        raise EditedElsewhere(stored)
    stored.edit_number += 1


def saved_at_message() -> str:
    """Return a text with the time of the last save, in the reader's zone."""
    return _("Saved at %(time)s.") % {"time": date_format(timezone.localtime(), "H:i")}


def not_saved_message(form: forms.BaseForm) -> str:
    """Return a text that says which field kept the form from being saved, and why."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return _("Not saved. %(field)s: %(error)s") % {"field": label, "error": errors[0]}
