"""Where figures come from, the breaks in their series, and why they are withdrawn."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Form, Helper
from core.forms.layouts import Layout, Submit
from indicators.catalogue.models import Indicator, Release
from indicators.catalogue.states import UNPUBLISHED
from library.vocabularies.licences import LICENCES

_DAY = {"invalid": _("Enter a day, such as 31/3/2027.")}
_MOST_BREAKS = 50


class ReleaseForm(EditForm):
    """What a release says of its source."""

    class Meta:
        model = Release
        fields = ("title", "publisher", "published_on", "retrieved_on", "notes")
        labels = {
            "title": _("Title"),
            "publisher": _("Publisher"),
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
            "published_on": _DAY,
            "retrieved_on": _DAY,
        }

    address = forms.URLField(
        label=_("Web address of the source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, such as https://example.org/data")},
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        help_text=_("Needed before the figures can be published."),
        error_messages={"invalid_choice": _("Choose a licence from the list.")},
    )
    supersedes = forms.ModelChoiceField(
        Release.objects.exclude(state__in=UNPUBLISHED).order_by("title", "pk"),
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
            self.initial["address"] = self.instance.address
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
        names = (*self.Meta.fields, "address", "licence", "supersedes")
        return {name: self.cleaned_data[name] for name in names}

    def stored_words(self, stored: Release) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        names = (*self.Meta.fields, "address", "licence", "supersedes")
        return {
            **{name: getattr(stored, name) for name in names},
            "breaks": breaks_in_words(stored),
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            *("edit_number", "form_key", "title", "publisher", "address", "licence"),
            *("published_on", "retrieved_on", "supersedes", "breaks", "notes"),
            Submit("save", _("Save") if self.instance.pk else _("Create a draft")),
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
            _("“%(line)s” has no day. Write the code, the day as YYYY-MM-DD, and what changed.")
            % {"line": line[:60]}
        ) from error
    if code not in known:
        raise forms.ValidationError(_("There is no indicator “%(code)s”.") % {"code": code[:60]})
    if not note.strip() or len(note) > 500:
        raise forms.ValidationError(
            _("Say in up to 500 characters what changed: “%(line)s”.") % {"line": line[:60]}
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
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("withdraw", _("Withdraw"), css_class="button-danger")
        )
        return helper
