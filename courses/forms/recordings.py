"""A recording on another site: its address, title, and what those who cannot hear it get."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper, KeyedForm, ModelForm
from core.forms.layouts import Layout, Submit
from courses.media.linked import AddressRefused, playable
from courses.models import LinkedRecording

_FIELDS = ("address", "title", "has_captions", "transcript")


class _RecordingForm(ModelForm):
    class Meta:
        model = LinkedRecording
        fields = _FIELDS
        labels = {
            "address": _("Address"),
            "title": _("Title"),
            "has_captions": _("It has captions there, or nobody speaks in it"),
            "transcript": _("Transcript"),
        }
        help_texts = {
            "address": _("Copy it from the address bar of the browser. It begins with https://."),
            "transcript": _("What is said, and other sounds or pictures that matter."),
        }
        error_messages = {
            "address": {"required": _("Enter the address of the recording.")},
            "title": {"required": _("Enter a title.")},
        }
        widgets = {"transcript": forms.Textarea(attrs={"rows": 8})}

    def clean_address(self) -> str:
        try:
            return playable(self.cleaned_data["address"])
        except AddressRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("has_captions") and not cleaned.get("transcript", "-"):
            self.add_error(
                "transcript",
                _("Write what is said, or say that it has captions or that nobody speaks."),
            )
        return cleaned


class NewRecordingLinkForm(KeyedForm, _RecordingForm):
    """A new one; the form key tells a second click from a second recording."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", *_FIELDS, Submit("save", _("Add the recording")))
        return helper


class RecordingLinkForm(FingerprintForm, _RecordingForm):
    """One of a draft; changes made meanwhile in another tab are noticed."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", *_FIELDS, Submit("save", _("Save")))
        return helper
