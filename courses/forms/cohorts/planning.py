"""Planning a cohort: its name, dates, places, and how people get in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PeopleField
from accounts.models import User
from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm, ModelForm
from core.forms.layouts import Fieldset, Layout, Submit
from core.times.zones import ZoneChoices
from core.validators import plausible_day
from courses.forms.teaching import with_key
from courses.models import Cohort
from courses.refusals import CapacityBelowPresent
from courses.states import Entry

_DAYS = ("starts_on", "ends_on", "opens_on", "closes_on")


class CohortForm(ModelForm):
    """What a facilitator says of a cohort."""

    class Meta:
        model = Cohort
        fields = (
            "name", "starts_on", "ends_on", "time_zone", "opens_on", "closes_on",
            "capacity", "has_waiting_list", "entry", "key",
        )  # fmt: skip
        labels = {
            "name": _("Name"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "opens_on": _("First day of enrolment"),
            "closes_on": _("Last day of enrolment"),
            "capacity": _("Places"),
            "has_waiting_list": _("Keep a waiting list when all places are taken"),
            "entry": _("How learners get in"),
            "key": _("Key"),
        }
        help_texts = {
            "name": _("For example “Spring 2027” or “Health visitors in Leeds”."),
            "starts_on": _("Leave empty if learners start whenever they enrol."),
            "ends_on": _("Leave empty if it has no end. Learners keep the lessons afterwards."),
            "opens_on": _("Leave empty to open enrolment at once."),
            "closes_on": _("Leave empty to let learners enrol until the last day."),
            "capacity": _("Leave empty for no limit."),
            "key": _("Only for enrolment with a key. Give it to those who may enrol."),
        }
        widgets = {
            "entry": forms.RadioSelect,
            **{day: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for day in _DAYS},
        }
        error_messages = {
            "name": {"required": _("Enter a name.")},
            "capacity": {"min_value": _("Enter 1 place or more.")},
            **{day: {"invalid": _("Enter a day, such as 31/3/2027.")} for day in _DAYS},
        }

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days begin and end by the clocks of this zone."),
        choices=ZoneChoices(),
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )
    facilitators = PeopleField(
        label=_("Facilitators"),
        help_text=_(
            "One email address on each line. They look after the learners of this cohort, "
            "together with the facilitators of the course."
        ),
        max_length=2_000,
        error_messages={"required": _("Name at least one facilitator.")},
    )

    def __init__(self, *args: Any, planner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = Entry.choices  # type: ignore[attr-defined]
        for day in _DAYS:
            self.fields[day].validators.append(plausible_day)
        if self.instance.pk:
            self.initial["facilitators"] = list(self.instance.facilitators.order_by("email"))
        else:
            self.initial.setdefault("facilitators", [planner])
            self.initial.setdefault("time_zone", planner.time_zone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day cannot be before the first day."))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Enrolment cannot end before it opens."))
        elif closes and ends and closes > ends:
            self.add_error("closes_on", _("Enrolment cannot continue after the last day."))
        if opens and ends and opens > ends:
            self.add_error("opens_on", _("Enrolment cannot open after the last day."))
        if cleaned.get("entry") == Entry.KEY and not cleaned.get("key"):
            self.add_error("key", _("Enter the key that you give to learners."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """All that ``plan_cohort`` and ``change_cohort`` take."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "facilitators")}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "name",
            Fieldset(_("Dates"), "starts_on", "ends_on", "time_zone"),
            Fieldset(
                _("Enrolment"),
                "opens_on", "closes_on", "capacity", "has_waiting_list", "entry", "key",
            ),
            "facilitators",
            Submit("save", _("Save the cohort")),
        )  # fmt: skip
        return helper


class NewCohortForm(KeyedForm, CohortForm):
    """A new cohort; the form key tells a second click from a second cohort."""

    @property
    def helper(self) -> Helper:
        return with_key(super().helper)


class EditCohortForm(FingerprintForm, CohortForm):
    """A cohort that is there; changes made meanwhile in another tab are noticed."""

    names_of_fields = {}

    @property
    def helper(self) -> Helper:
        return with_key(super().helper, "seen")

    def refuse(self, refusal: Any) -> None:
        """Show each refusal beside the field that it is about."""
        self.field_of_refusals = "capacity" if isinstance(refusal, CapacityBelowPresent) else None
        super().refuse(refusal)


class CancelCohortForm(Form):
    """Why a cohort is cancelled."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Learners and everyone on the waiting list read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("cancel", _("Cancel the cohort"), css_class="button-danger")
        )
        return helper
