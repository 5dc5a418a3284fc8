"""Identifiers of organisations."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ROR = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ADDRESS = re.compile(r"^(https?://)?(www\.)?ror\.org/", re.IGNORECASE)


def bare_ror_id(text: str) -> str:
    """The nine characters of a ROR identifier, however it was written: ``https://ror.org/02jx3x895``."""
    return _ADDRESS.sub("", text.strip()).strip("/").lower()


def is_ror_id(value: str) -> None:
    """Refuse what is not a ROR identifier; its last two digits check the others (ISO 7064, 97-10)."""
    if _ROR.fullmatch(value):
        number = 0
        for character in value[:7]:
            number = number * 32 + _ALPHABET.index(character)
        if 98 - number * 100 % 97 == int(value[7:]):
            return
    raise ValidationError(
        _("Enter a ROR identifier, such as https://ror.org/02jx3x895."), code="ror_id"
    )
