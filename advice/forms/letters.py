"""The form in which a contribution by letter is recorded."""

import datetime as dt
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from advice.forms.sending import day_field, past
from advice.models.letters import LONGEST_LETTER
from advice.states import LetterWay
from core.files.upload_limits import with_largest_size
from core.files.uploads import UploadRefused
from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.refusals import Refusal

_EITHER = _("Enter what it says, or add the document")


class LetterForm(KeyedForm):
    """Who wrote, when and how it came, what it says, and whether they may be named."""

    body = forms.CharField(
        label=_("Organisation or group"),
        max_length=200,
        help_text=_("Who it was written for. Leave out names of private persons."),
        error_messages={"required": _("Enter who wrote it")},
    )
    way = forms.ChoiceField(
        label=_("How it arrived"),
        choices=LetterWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it arrived")},
    )
    received_on = day_field(_("Received on"))
    said = forms.CharField(
        label=_("What it says"),
        required=False,
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In its own words or summed up. Only those who work on the case read it."),
    )
    document = forms.FileField(
        label=_("Document"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text=with_largest_size(_("A scan or the file you received, at most %(most)s MB. Only those who work on the case can open it.")),
    )  # fmt: skip
    is_named = forms.BooleanField(
        label=_("They agreed to be named to everyone who reads the advice"),
        required=False,
        help_text=_("Without consent, the advice only counts the contribution."),
    )

    def clean_received_on(self) -> dt.date:
        return past(self.cleaned_data["received_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_silent = not (cleaned.get("said") or "").strip() and not cleaned.get("document")
        if is_silent and not self.errors.keys() & {"said", "document"}:
            self.add_error("said", _EITHER)
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """Return what was entered, without the document."""
        told = {name: value for name, value in self.words.items() if name != "document"}
        told["words"] = told.pop("said")
        return told

    @property
    def upload(self) -> File | None:
        """Return the document, if one was chosen."""
        return self.cleaned_data.get("document") or None

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken."""
        if isinstance(refusal, UploadRefused):
            self.add_error("document", refusal)
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            *("form_key", "body", "way", "received_on", "said", "document", "is_named"),
            Submit("record", _("Record the contribution")),
        )
        return helper
