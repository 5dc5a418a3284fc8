"""Several short texts in one field, one on each line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_LINES = 20
MAX_LINE = 200


def lines_of(text: str) -> list[str]:
    """Return the lines that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class LinesField(forms.CharField):
    """Several short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: Any) -> list[str]:
        lines = lines_of(super().clean(value))
        if len(lines) > MAX_LINES:
            raise forms.ValidationError(
                _("Write at most %(most)s lines."), code="many", params={"most": MAX_LINES}
            )
        if any(len(line) > MAX_LINE for line in lines):
            raise forms.ValidationError(
                _("Keep each line under %(most)s characters."), params={"most": MAX_LINE}
            )
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value
