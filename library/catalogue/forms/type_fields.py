"""Form fields for what only one type of work has."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from library.catalogue.type_fields import Input, TypeField


def form_field(field: TypeField, *, is_required: bool | None = None) -> forms.Field:
    """Return the form field for a type field; required as the type says, unless told otherwise."""
    words: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.is_required if is_required is None else is_required,
    }
    match field.input:
        case Input.PROSE:
            area = forms.Textarea(attrs={"rows": 6})
            return forms.CharField(max_length=field.max_length, widget=area, **words)
        case Input.LINE:
            return forms.CharField(max_length=field.max_length, **words)
        case Input.LINK:
            return forms.URLField(
                max_length=field.max_length,
                assume_scheme="https",
                error_messages={
                    "invalid": _("Enter a web address, for example https://example.org/report")
                },
                **words,
            )
        case Input.YEAR:
            return forms.IntegerField(
                min_value=1800,
                max_value=timezone.localdate().year + 1,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
                error_messages={"invalid": _("Enter the year in four digits, for example 2025.")},
                **words,
            )
        case Input.DAY:
            return forms.DateField(
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                error_messages={"invalid": _("Enter a day, for example 2026-03-31.")},
                **words,
            )
        case Input.CHOICE:
            offered = field.choices.choices if field.choices else []
            return forms.ChoiceField(
                choices=[("", _("Not stated")), *offered],
                error_messages={"invalid_choice": _("Choose one from the list.")},
                **words,
            )


def stored_value(value: Any) -> Any:
    """Return a cleaned form value as it is stored."""
    return value.isoformat() if isinstance(value, dt.date) else value
