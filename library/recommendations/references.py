"""The permanent references of recommendations: ``FSHL-2010-A1``."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 40
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")


def normalise_reference(text: str) -> str:
    """Return a reference in the form in which it is kept. Raises ``ValidationError`` for what is none."""
    reference = "".join(text.split()).upper()
    if len(reference) > LONGEST:
        raise ValidationError(_("A reference has at most %(most)s characters.") % {"most": LONGEST})
    if not _REFERENCE.fullmatch(reference):
        raise ValidationError(
            _("Write letters and digits in parts with hyphens, such as FSHL-2010-A1.")
        )
    return reference


def sorting_key(reference: str) -> str:
    """Return a text by which a database sorts references as people count: numbers are padded."""
    return re.sub(r"\d+", lambda number: number[0].zfill(6), reference)
