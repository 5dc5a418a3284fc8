"""Fields that several forms share, and a form that may be saved half-filled."""

import datetime as dt
from typing import Any

from django import forms
from django.template.loader import render_to_string

from core.forms.bases import Form
from core.forms.layouts import Div, Page, Submit


class SavedWords:
    """The line that says when the draft was last saved; autosave writes here, too."""

    def __init__(self, saved_at: dt.datetime) -> None:
        self.saved_at = saved_at

    def render(self, form: forms.BaseForm, page: Page) -> str:
        return render_to_string("components/autosave.html", {"saved_at": self.saved_at})


def save_bar(saved_at: dt.datetime, *buttons: Submit) -> Div:
    """Return the save bar of a form that may be saved half-filled. It stays in sight."""
    return Div(*buttons, SavedWords(saved_at), css_class="save-bar cluster")


class PartialForm(Form):
    """A form that can be saved at any time, and is asked for everything only when it is sent.

    ``required`` then speaks of sending: it decides which fields are marked as optional, and which are
    reported as missing.
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

    @property
    def opened_at(self) -> int | None:
        """The number of the save that this copy was opened with."""
        return self.cleaned_data["edit_number"]

    def answers(self) -> dict[str, Any]:
        """Return the field values, without those that only the form needs."""
        return {k: v for k, v in self.cleaned_data.items() if k != "edit_number"}
