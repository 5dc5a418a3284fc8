"""Fields that several forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.profiles.languages import language_named
from core.validators import no_control_characters

MAX_LANGUAGES = 10
MAX_LANGUAGE_LENGTH = 40


class NameField(forms.CharField):
    """A person's full name in any script: 1 to 100 characters, at least one of them to be seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=100,
            validators=[no_control_characters],
            error_messages={
                "required": _("Enter your full name"),
                "max_length": _("Enter a name of no more than %(limit_value)d characters"),
            },
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            **{"label": _("Full name"), **kwargs},
        )

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).split(" "))
        if not any(character.isalnum() for character in name):
            raise ValidationError(self.error_messages["required"], code="required")
        return name


class LanguagesField(forms.CharField):
    """Names of languages with commas between them, as a list: each once, in the one way we write it."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        written = (part.strip() for part in super().clean(value).split(","))
        names = list(dict.fromkeys(language_named(part) for part in written if part))
        if self.required and not names:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(names) > MAX_LANGUAGES:
            raise ValidationError(_("Enter no more than 10 languages"))
        if any(len(name) > MAX_LANGUAGE_LENGTH for name in names):
            raise ValidationError(
                _("Separate languages with commas, with no more than 40 characters each")
            )
        return names
