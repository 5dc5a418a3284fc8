"""Forms for a saved search and for a decision on a gap."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from core.web.requests import key_of
from library.catalogue.models import Record
from library.finding.models import GapState, Rhythm


class SavedSearchForm(Form):
    """The name of a kept search, and how often it tells what is new."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Enter a name for the search.")},
    )
    rhythm = forms.ChoiceField(
        label=_("Tell me about new records"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Rhythm.WEEKLY,
        help_text=_(
            "By email, in your summary or only in the inbox, depending on your notification settings."
        ),
        error_messages={"required": _("Choose how often.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("name", "rhythm", Submit("save", _("Save this search")))
        return helper


class GapForm(Form):
    """What editors made of a search that found nothing."""

    state = forms.ChoiceField(
        label=_("Status"),
        choices=GapState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    record = forms.CharField(
        label=_("Record that answers it"),
        required=False,
        max_length=300,
        help_text=_("Its address in this library, or its number."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def clean_record(self) -> Record | None:
        text: str = self.cleaned_data["record"].strip().rstrip("/")
        if not text:
            return None
        record = Record.objects.published().filter(pk=key_of(text.rpartition("/")[2])).first()
        if record is None:
            raise forms.ValidationError(_("There is no such record in the library."))
        return record

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_answered = cleaned.get("state") == GapState.ANSWERED
        if is_answered and not cleaned.get("record") and "record" not in self.errors:
            self.add_error("record", _("Enter the record that answers it."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("state", "record", "note", Submit("save", _("Save")))
        return helper
