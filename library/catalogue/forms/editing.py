"""Deposits, withdrawals and features."""

import datetime as dt
from typing import Any

from django import forms
from django.core.files.base import File as DjangoFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.files.upload_limits import with_largest_size
from core.files.uploads import FileKind, inspect_upload
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EmbargoField(forms.DateField):
    """Until which day a file stays closed: one in the future, or none."""

    def __init__(self, *, help_text: StrOrPromise) -> None:
        label = _("Keep the file closed until")
        super().__init__(label=label, required=False, widget=_DATE, help_text=help_text)

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day in the future, or leave this empty."))
        return day


class WithdrawRecordForm(Form):
    """Why a record leaves the library."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Readers who visit its address see this."),
        error_messages={"required": _("Enter the reason. Readers will see it.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("withdraw", _("Withdraw this record"), css_class="button-danger")
        )
        return helper


class DepositForm(KeyedForm):
    """A file for the present version, or a new version with what is new in it."""

    is_new_version = forms.BooleanField(
        label=_("This is a new version of the work"),
        required=False,
        help_text=_("The current version stays available at its own address."),
    )
    note = forms.CharField(
        label=_("What is new in it"),
        max_length=300,
        required=False,
        help_text=_("Only for a new version."),
    )
    body = forms.CharField(
        label=_("Text of the new version"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Markdown. Only for a new version. Leave it empty if the file has the full text."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=with_largest_size(
            _("PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB.")
        ),
    )
    embargo_until = EmbargoField(
        help_text=_("Readers can see that the file exists, and download it from that day."),
    )
    kind: FileKind | None = None

    def clean_file(self) -> DjangoFile | None:
        file: DjangoFile | None = self.cleaned_data["file"]
        if file:
            self.kind = inspect_upload(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_new_version"):
            if not cleaned.get("note") and "note" not in self.errors:
                self.add_error("note", _("Tell readers what is new in this version."))
        elif not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or tick “This is a new version of the work”."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key",
            "file",
            "embargo_until",
            "is_new_version",
            "note",
            "body",
            Submit("save", _("Add to the library")),
        )
        return helper


class EmbargoForm(Form):
    """Until which day a file stays closed."""

    embargo_until = EmbargoField(
        help_text=_("Readers can download it from that day. Leave it empty to open it now."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("embargo_until", Submit("save", _("Save")))
        return helper
