"""Fields that several forms share, and a form that may be saved half-filled."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Div, LayoutObject, Submit
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from submissions.content import ContentField, Input


class SavedWords(LayoutObject):
    """When the draft was last saved; what saves it while it is written speaks here too."""

    def __init__(self, saved_at: dt.datetime) -> None:
        self.saved_at = saved_at

    def render(self, form: forms.Form, context: Any, template_pack: Any = None, **_: Any) -> str:
        return render_to_string("components/autosave.html", {"saved_at": self.saved_at})


def save_bar(saved_at: dt.datetime, *buttons: Submit) -> Div:
    """The end of a form that may be saved half-filled. It stays in sight however long the form is."""
    return Div(*buttons, SavedWords(saved_at), css_class="save-bar cluster")


class DraftableForm(Form):
    """A form that can be saved at any time, and is asked for everything only when it is sent.

    ``required`` then speaks of sending: it decides what is marked as optional, and what ``ask_for`` names.
    """

    use_required_attribute = False
    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def full_clean(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def answers(self) -> dict[str, Any]:
        """What was written, without what only the form itself needs."""
        return {k: v for k, v in self.cleaned_data.items() if k != "edit_number"}


def form_field(field: ContentField) -> forms.Field:
    """The form field in which this field of a kind is written."""
    words: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.is_required,
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
