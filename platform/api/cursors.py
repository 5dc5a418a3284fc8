"""Signed cursors: where the next page of a list begins, fit for that list only."""

from collections.abc import Sequence

from django.core import signing
from django.utils.translation import gettext as _


class WrongCursor(ValueError):
    """The cursor cannot be used here; its text says why."""


def write_cursor(kind: str, belongs_to: Sequence[str], place: int) -> str:
    """Return the cursor of a place in the list that these words identify, among the lists of a kind.

    The same at every moment: with the time in it, no page would be the same a second later, nor its ETag.
    """
    return signing.Signer(salt=kind).sign_object([*belongs_to, place])


def read_cursor(kind: str, belongs_to: Sequence[str], cursor: str) -> int:
    """Return the place of the cursor; 0, the beginning, for an empty one. Raises ``WrongCursor``."""
    if not cursor:
        return 0
    try:
        *words, place = signing.Signer(salt=kind).unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        raise WrongCursor(_("This cursor is not valid. Start again without one.")) from None
    if words != list(belongs_to):
        raise WrongCursor(_("This cursor belongs to another search. Start again without one."))
    return int(place)
