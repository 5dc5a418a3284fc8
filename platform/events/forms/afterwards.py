"""The recording of an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper
from core.forms.layouts import Layout, Submit
from events.states import RecordingReaders


class RecordingForm(FingerprintForm):
    """Where the recording is, who agreed to it, and who finds it."""

    link = forms.URLField(
        label=_("Address of the recording"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Leave it empty to remove the recording."),
        error_messages={"invalid": _("Enter a web address, such as https://video.example.org/42")},
    )
    consent = forms.CharField(
        label=_("Who agreed to be recorded"),
        max_length=500,
        required=False,
        help_text=_(
            "For example: announced in the invitation; both speakers and everyone heard agreed. It is shown beside the recording."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    readers = forms.ChoiceField(
        label=_("Who can find the recording"),
        choices=RecordingReaders.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who can find the recording")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("link") and not cleaned.get("consent") and "consent" not in self.errors:
            self.add_error("consent", _("Say who agreed to be recorded"))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "link", "consent", "readers", Submit("save", _("Save")))
        return helper
