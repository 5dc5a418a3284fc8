"""Identifiers of organisations."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ROR = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_AREA = re.compile(r"[EKNSW][0-9]{8}")
_ADDRESS = re.compile(r"^(https?://)?(www\.)?ror\.org/", re.IGNORECASE)


def bare_ror_id(text: str) -> str:
    """Return the nine characters of a ROR identifier, however it was written: ``https://ror.org/02jx3x895``."""
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


def bare_area_code(text: str) -> str:
    """Return an area code as the register writes it, however it was typed."""
    return "".join(text.split()).upper()


def is_area_code(value: str) -> None:
    """Refuse what cannot be a code of the ONS Register of Geographic Codes: a letter for the country of the
    United Kingdom (K for several), two digits for the kind of area and six for the area itself.
    """
    if not _AREA.fullmatch(value):
        raise ValidationError(
            _("Enter an area code of nine characters, such as E08000035 for Leeds."),
            code="area_code",
        )
