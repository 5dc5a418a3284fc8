"""Fields that several forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.validators import no_control_characters


class NameField(forms.CharField):
    """A person's full name in any script: 1 to 100 characters, at least one of them to be seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=100,
            validators=[no_control_characters],
            error_messages={
                "required": _("Enter your full name"),
                "max_length": _("Enter a name of at most %(limit_value)d characters"),
            },
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            **{"label": _("Full name"), **kwargs},
        )

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).split(" "))
        if not any(character.isalnum() for character in name):
            raise ValidationError(self.error_messages["required"], code="required")
        return name
