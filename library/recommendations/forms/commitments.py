"""What somebody commits to, and what is told of it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Helper, KeyedForm
from core.forms.layouts import Layout, Row, Submit
from core.forms.lines import lines_of
from core.validators import plausible_day
from core.web.requests import key_of
from library.catalogue.models import Record
from library.recommendations.actions.commitments import Promise
from library.recommendations.models import Commitment, Milestone
from library.recommendations.states import CommitmentState

_MOST_MILESTONES = 20
_LONGEST_TITLE = 200


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        validators=[plausible_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day.")},
        **kwargs,
    )


class MilestonesField(forms.CharField):
    """Milestones, one on each line: a day and a title."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[tuple[dt.date, str]]:
        lines = lines_of(super().clean(value))
        if len(lines) > _MOST_MILESTONES:
            raise forms.ValidationError(
                _now("Write at most %(most)s milestones.") % {"most": _MOST_MILESTONES}
            )
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> tuple[dt.date, str]:
        day, _space, title = line.partition(" ")
        title = " ".join(title.split())
        told = {"line": line[:60]}
        try:
            # In one notation only, so that 2026-01-02 is never read in two ways.
            read = dt.datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
        except ValueError as error:
            raise forms.ValidationError(
                _now("Begin each line with a day such as 2026-09-30: “%(line)s”.") % told
            ) from error
        plausible_day(read)
        if not title:
            raise forms.ValidationError(
                _now("Write after the day what is reached: “%(line)s”.") % told
            )
        if len(title) > _LONGEST_TITLE:
            raise forms.ValidationError(_now("Keep each milestone under 200 characters."))
        return read, title

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{day:%Y-%m-%d} {title}" for day, title in value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class CommitmentForm(EditForm):
    """An action with its lead, days and milestones."""

    class Meta:
        model = Commitment
        fields = ("action", "about", "lead")
        labels = {
            "action": _("What will you do?"),
            "about": _("Details"),
            "lead": _("Who leads it?"),
        }
        help_texts = {
            "action": _("One sentence, at most 300 characters."),
            "lead": _("A role or a team. Everyone can read it."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"action": {"required": _("Say what will be done.")}}

    starts_on = _day(_("From"), required=False)
    due_on = _day(_("Due"))
    milestones = MilestonesField(
        label=_("Milestones"),
        required=False,
        max_length=6_000,
        help_text=_(
            "One on each line: the day, then what will be reached. For example 2026-09-30 Homes surveyed."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", _("The end cannot be before the start."))
        return cleaned

    def stored_words(self, stored: Any) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {**super().stored_words(stored), **days_of(stored)}

    @property
    def promise(self) -> Promise:
        """Return what is promised, for the actions."""
        names = ("action", "about", "lead", "starts_on", "due_on", "milestones")
        return Promise(**{name: self.cleaned_data[name] for name in names})

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            self._key(),
            "action",
            "about",
            "lead",
            Row("starts_on", "due_on"),
            "milestones",
            Submit("save", self._button()),
        )
        return helper

    def _key(self) -> str:
        return "edit_number"

    def _button(self) -> Any:
        return _("Save")


class NewCommitmentForm(KeyedForm, CommitmentForm):
    """A commitment that is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=Commitment(), **kwargs)
        del self.fields["edit_number"]

    def _key(self) -> str:
        return "form_key"

    def _button(self) -> Any:
        return _("Add commitment")


def days_of(commitment: Commitment) -> dict[str, Any]:
    """Return the initial days and milestones of the form of a commitment. One query."""
    milestones = commitment.milestones.order_by("due_on", "pk")
    return {
        "starts_on": commitment.starts_on,
        "due_on": commitment.due_on,
        "milestones": [(each.due_on, each.title) for each in milestones],
    }


class UpdateForm(KeyedForm):
    """What happened with a commitment since it was last told."""

    happened = forms.CharField(
        label=_("What happened?"),
        max_length=4_000,
        validators=[MaxLengthValidator(4_000)],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what happened.")},
    )
    reached = forms.ModelMultipleChoiceField(
        Milestone.objects.none(),
        label=_("Milestones reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    document = forms.URLField(
        label=_("Evidence: an address"), required=False, max_length=500, assume_scheme="https"
    )
    record_number = forms.CharField(
        label=_("Evidence: a record of the library"),
        required=False,
        max_length=20,
        help_text=_("The number in the address of the record."),
    )
    state = forms.ChoiceField(
        label=_("How is it going?"), choices=CommitmentState.choices, widget=forms.RadioSelect
    )

    names_of_fields = {"words": "happened"}

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = commitment.milestones.filter(reached_in=None).order_by("due_on", "pk")
        self.fields["reached"].queryset = left  # type: ignore[attr-defined]
        self.fields["state"].initial = commitment.state
        if not left:
            del self.fields["reached"]

    def clean_record_number(self) -> Record | None:
        text: str = self.cleaned_data["record_number"].strip()
        if not text:
            return None
        record = Record.objects.published().filter(pk=key_of(text)).first()
        if record is None:
            raise forms.ValidationError(_("There is no record with this number."))
        return record

    @property
    def words(self) -> dict[str, Any]:
        """Return the arguments of ``add_update``."""
        cleaned = self.cleaned_data
        return {
            "words": cleaned["happened"],
            "state": cleaned["state"],
            "document": cleaned["document"],
            "record": cleaned["record_number"],
            "reached": list(cleaned.get("reached") or []),
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [name for name in self.fields if name != "form_key"]
        helper.layout = Layout("form_key", *names, Submit("tell", _("Publish update")))
        return helper


class CommitmentFilterForm(forms.Form):
    """Which commitments are listed; read from the address."""

    standing = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All commitments")),
            ("open", _("Under way")),
            ("overdue", _("Overdue")),
            ("stale", _("No update for 180 days")),
            ("postponed", _("Postponed")),
            ("done", _("Done")),
            ("stopped", _("Stopped")),
        ],
    )

    @property
    def chosen(self) -> str:
        """Return the choice in force; what the form refuses is none."""
        return self.cleaned_data["standing"] if self.is_valid() else ""
