"""Checks of text that models and forms share."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALLOWED_CONTROLS = frozenset("\t\n\r")


def no_control_characters(value: str) -> None:
    """Refuse characters that cannot be seen and only break what comes after (categories Cc and Cs)."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in _ALLOWED_CONTROLS for c in value):
        raise ValidationError(
            _("Take out the invisible control characters. They often come in with copied text."),
            code="control_characters",
        )
