"""The base of every form: no control characters, our own layout, and a key against the double click."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from core.validators import no_control_characters, no_control_characters_in_paragraphs


class Helper(FormHelper):
    """A POST form that leaves checking to the server, so that every reader gets the same words."""

    def __init__(self, form: forms.BaseForm | None = None) -> None:
        super().__init__(form)
        self.form_method = "post"
        self.attrs = {"novalidate": ""}


class _CleanTextMixin:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refuse_control_characters()

    def refuse_control_characters(self) -> None:
        """Check every text; a form that adds fields after it was made calls this again."""
        for field in self.fields.values():
            # A UUIDField is a CharField whose values are no text.
            is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
            if not is_text:
                continue
            has_paragraphs = isinstance(field.widget, forms.Textarea)
            check = no_control_characters_in_paragraphs if has_paragraphs else no_control_characters
            if check not in field.validators:
                field.validators = [*field.validators, check]


class Form(_CleanTextMixin, forms.Form):
    """A form whose text holds no control characters."""


class ModelForm(_CleanTextMixin, forms.ModelForm):
    """The same over a model's fields. Saving stays the action's work."""


class KeyedForm(Form):
    """A form that creates something. Its key lets the action answer a second submit with the first result."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def clean_form_key(self) -> uuid.UUID:
        return self.cleaned_data["form_key"] or uuid.uuid4()
