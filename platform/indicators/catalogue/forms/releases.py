"""Where figures come from, the breaks in their series, and why they are withdrawn."""

import datetime as dt
import uuid
from pathlib import PurePath
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import refuse_what_did_not_arrive
from core.forms.bases import EditForm, Form, Helper, KeyedForm
from indicators.catalogue.models import Indicator, Release
from indicators.catalogue.states import ReleaseState
from library.vocabularies.licences import LICENCES

_DAY = {"invalid": _("Enter a day, such as 31/3/2027.")}
_MOST_BREAKS = 50


class ReleaseForm(EditForm):
    """What a release says of its source."""

    class Meta:
        model = Release
        fields = ("title", "publisher", "address", "published_on", "retrieved_on", "notes")
        labels = {
            "title": _("Title"),
            "publisher": _("Publisher"),
            "address": _("Web address of the source"),
            "published_on": _("Published by the source on"),
            "retrieved_on": _("Retrieved on"),
            "notes": _("Notes"),
        }
        help_texts = {
            "publisher": _("Needed before the figures can be published."),
            "notes": _("What readers should know: how figures were made, what is left out."),
        }
        widgets = {
            "published_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "retrieved_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "title": {"required": _("Enter the title.")},
            "address": {"invalid": _("Enter a web address, such as https://example.org/data")},
            "published_on": _DAY,
            "retrieved_on": _DAY,
        }

    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        help_text=_("Needed before the figures can be published."),
        error_messages={"invalid_choice": _("Choose a licence from the list.")},
    )
    supersedes = forms.ModelChoiceField(
        Release.objects.exclude(state=ReleaseState.DRAFT).order_by("title", "pk"),
        label=_("Replaces"),
        required=False,
        empty_label=_("No other release"),
        help_text=_(
            "The figures of the other release are then no longer shown, but can be read on its page."
        ),
        error_messages={"invalid_choice": _("Choose a release from the list.")},
    )
    breaks = forms.CharField(
        label=_("Breaks in the series"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One on each line: code of the indicator, first day (YYYY-MM-DD) and what changed, such as "
            "“smoking-at-delivery 2021-01-01 New boundaries”. No line is drawn over a break."
        ),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        names = sorted((code, name) for code, (name, _address) in LICENCES.items())
        self.fields["licence"].choices = [("", _("Choose a licence")), *names]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["licence"] = self.instance.licence
            self.initial["supersedes"] = self.instance.supersedes_id
            self.initial["breaks"] = breaks_in_words(self.instance)

    def clean_breaks(self) -> list[tuple[Indicator, dt.date, str]]:
        lines = [line.strip() for line in self.cleaned_data["breaks"].splitlines() if line.strip()]
        if len(lines) > _MOST_BREAKS:
            raise forms.ValidationError(_("Name at most %(most)s breaks.") % {"most": _MOST_BREAKS})
        known = {each.code: each for each in Indicator.objects.all()}
        return list(
            {found[:2]: found for found in (_break(line, known) for line in lines)}.values()
        )

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take, by name."""
        names = (*self.Meta.fields, "licence", "supersedes")
        return {name: self.cleaned_data[name] for name in names}

    def stored_words(self, stored: Release) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        names = (*self.Meta.fields, "licence", "supersedes")
        return {
            **{name: getattr(stored, name) for name in names},
            "breaks": breaks_in_words(stored),
        }

    @property
    def helper(self) -> FormHelper:
        helper = Helper(self)
        helper.layout = Layout(
            *("edit_number", "form_key", "title", "publisher", "address", "licence"),
            *("published_on", "retrieved_on", "supersedes", "breaks", "notes"),
            Submit("save", _("Save") if self.instance.pk else _("Make a draft")),
        )
        return helper


def breaks_in_words(release: Release) -> str:
    """Return the breaks of a release as the form takes them, a line each."""
    breaks = release.breaks.select_related("indicator").order_by("indicator__code", "starts_on")
    return "\n".join(f"{each.indicator.code} {each.starts_on} {each.note}" for each in breaks)


def _break(line: str, known: dict[str, Indicator]) -> tuple[Indicator, dt.date, str]:
    code, _space, rest = line.partition(" ")
    day, _space, note = rest.strip().partition(" ")
    try:
        starts_on = dt.date.fromisoformat(day)
    except ValueError as error:
        raise forms.ValidationError(
            _("“%(line)s” names no day. Write the code, the day as YYYY-MM-DD, and what changed.")
            % {"line": line[:60]}
        ) from error
    if code not in known:
        raise forms.ValidationError(_("There is no indicator “%(code)s”.") % {"code": code[:60]})
    if not note.strip() or len(note) > 500:
        raise forms.ValidationError(
            _("Say in up to 500 letters what changed: “%(line)s”.") % {"line": line[:60]}
        )
    return known[code], starts_on, note.strip()


class WithdrawReleaseForm(Form):
    """Why figures are taken off all pages."""

    reason = forms.CharField(
        label=_("Why the figures are withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers of the release’s page see it."),
        error_messages={"required": _("Say why, for those who have used the figures.")},
    )

    @property
    def helper(self) -> FormHelper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("withdraw", _("Withdraw"), css_class="button-danger")
        )
        return helper


class FigureFileForm(KeyedForm):
    """A file of figures for a draft."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with our columns or those of HEAT Plus, separated by commas, semicolons or tabs."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        refuse_what_did_not_arrive(file)
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            words = {"most": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}
            raise forms.ValidationError(
                _("This file is larger than %(most)s MB. Split it.") % words
            )
        return file

    @property
    def words(self) -> dict[str, Any]:
        """Return the keyword arguments of ``start_import``."""
        file = self.cleaned_data["file"]
        name = PurePath(file.name.replace("\\", "/")).name[:200]
        return {"content": file, "name": name or "figures.csv", "key": self.key}

    @property
    def helper(self) -> FormHelper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "file", Submit("read", _("Check the file")))
        return helper
