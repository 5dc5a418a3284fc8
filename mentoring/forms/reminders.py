"""The form by which a coordinator reminds several mentors."""

from django import forms
from django.utils.translation import gettext as _

from core.forms.bases import Form
from core.web.requests import key_of

MOST_REMINDED = 100


class RemindForm(Form):
    """The requests that were chosen, by their keys."""

    requests = forms.CharField(widget=forms.HiddenInput, max_length=2_000)

    def clean_requests(self) -> list[int]:
        keys = [key_of(text) for text in self.cleaned_data["requests"].split(",")]
        if not all(keys):
            raise forms.ValidationError(_("These are not requests. Choose them in the list again."))
        return list(dict.fromkeys(keys))[:MOST_REMINDED]
