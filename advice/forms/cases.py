"""The forms with which a case is started, changed, written and withdrawn."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PeopleField
from accounts.models import User
from accounts.roles import Role
from advice.actions.cases import FACTS, WRITTEN
from advice.models import AdviceCase
from advice.models.cases import EQUITY_QUESTIONS, LONGEST_ANSWER, STAFF_ROLES
from core.forms.bases import EditForm, Form, Helper, KeyedForm
from core.forms.layouts import Fieldset, Layout, Row, Submit
from core.forms.lines import MAX_LINE, MAX_LINES
from core.forms.local_times import AsksWhichTime
from core.times.moments import label_of
from core.times.zones import ZoneChoices
from library.gaps.forms import ByCode
from library.vocabularies.models import Place

_LATEST = dt.timedelta(days=10 * 366)
_EARLIEST = dt.date(2000, 1, 1)
_LAST_MINUTE = dt.time(23, 59)


def staff(*more: Role) -> QuerySet[User]:
    """Return the people who can lead a case or sign it off, by name; those with further roles, too."""
    names = [*STAFF_ROLES, *more]
    people = User.objects.open().filter(groups__name__in=names)
    return User.objects.filter(pk__in=people.values("pk")).order_by("full_name", "pk")


class PersonField(forms.ModelChoiceField):
    """One of the institute's people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **kwargs)
        self.error_messages["invalid_choice"] = _("Choose one of these people")


class CaseForm(AsksWhichTime, EditForm):
    """What is asked, by whom and until when, and who works on it. After ``is_valid`` it has ``facts``."""

    class Meta:
        model = AdviceCase
        fields = ("kind", "title", "asked", "body", "link", "is_confidential")
        labels = {
            "kind": _("What is it about?"),
            "title": _("Title"),
            "asked": _("What is asked?"),
            "body": _("Who asks?"),
            "link": _("Link"),
            "is_confidential": _("Confidential"),
        }
        help_texts = {
            "title": _("Of the consultation, bill, strategy or policy."),
            "asked": _("The questions, in short. Anyone can read this unless it is confidential."),
            "body": _(
                "The ministry, council or organisation. For an existing policy, whose it is."
            ),
            "link": _("Where people can read it."),
            "is_confidential": _("Only the team and the coordinators see that the case exists."),
        }
        widgets = {"asked": forms.Textarea(attrs={"rows": 5}), "kind": forms.RadioSelect}
        error_messages = {
            "kind": {"required": _("Choose what it is about")},
            "title": {"required": _("Enter the title")},
            "asked": {"required": _("Say what is asked")},
            "body": {"required": _("Enter who asks")},
        }

    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where people can read it."),
        error_messages={"invalid": _("Enter a web address, such as https://www.example.org/bill")},
    )
    place = ByCode(Place.objects.in_order(), label=_("Place"), empty_label=_("No single place"))
    day = forms.DateField(
        label=_("Closes on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if there is no closing date."),
        error_messages={"invalid": _("Enter a day, such as 31/3/2027")},
    )
    time = forms.TimeField(
        label=_("Closing time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("If you leave it empty, the last minute of the day."),
        error_messages={"invalid": _("Enter a time, such as 14:30")},
    )
    which = forms.ChoiceField(label=_("Which time?"), required=False, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The time zone of those who ask. It is shown beside the time."),
        error_messages={"invalid_choice": _("Choose a time zone from the list")},
    )
    lead = PersonField(
        label=_("Lead"), empty_label=None, error_messages={"required": _("Choose who leads it")}
    )
    sign_off_by = PersonField(
        label=_("Signs it off"),
        required=False,
        empty_label=_("Not chosen yet"),
        help_text=_("Someone who neither writes nor reviews it."),
    )
    members = PeopleField(
        label=_("Others who write"),
        required=False,
        max_length=MAX_LINES * MAX_LINE,
        help_text=_("One email address on each line. They see the draft and can change it."),
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in self.fields["kind"].choices if c[0]]  # type: ignore[attr-defined]
        case, now = self.instance, timezone.now()
        known = [case.lead_id, case.sign_off_by_id]
        for name in ("lead", "sign_off_by"):
            people = staff()
            self.fields[name].queryset = (people | User.objects.filter(pk__in=known)).order_by(  # type: ignore[attr-defined]
                "full_name", "pk"
            )
        zones = dict.fromkeys(filter(None, [case.time_zone, reader.time_zone]))
        near = [(zone, label_of(zone, now)) for zone in zones]
        self.fields["time_zone"].choices = ZoneChoices((_("Yours"), near))  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = case.time_zone or reader.time_zone
        self.fields["which"].choices = [("first", ""), ("second", "")]  # type: ignore[attr-defined]
        self.initial.update(self._stored(case) if case.pk else {"lead": reader.pk})

    def clean_time(self) -> dt.time | None:
        time: dt.time | None = self.cleaned_data["time"]
        return time.replace(second=0, microsecond=0) if time is not None else None

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day and not _EARLIEST <= day <= timezone.localdate() + _LATEST:
            raise forms.ValidationError(_("Enter a day from 2000 to ten years from now"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.closes_at: dt.datetime | None = None
        day, time, zone = cleaned.get("day"), cleaned.get("time"), cleaned.get("time_zone")
        if day and zone and "time" not in self.errors:
            local = dt.datetime.combine(day, _LAST_MINUTE if time is None else time)
            self.closes_at = self.moment_at(local, zone)
        elif time is not None and not day and "day" not in self.errors:
            self.add_error("day", _("Enter the day as well"))
        lead, other = cleaned.get("lead"), cleaned.get("sign_off_by")
        if lead and lead == other:
            self.add_error("sign_off_by", _("Choose someone other than the lead"))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the actions take, by name."""
        return {"closes_at": self.closes_at} | {
            name: self.cleaned_data[name] for name in FACTS if name != "closes_at"
        }

    @property
    def members_chosen(self) -> list[User]:
        """Return those who write with the lead."""
        return self.cleaned_data["members"]

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the question which time is meant: its answer is in the time."""
        return [(name, field) for name, field in super().written() if name != "which"]

    def stored_words(self, stored: Any) -> dict[str, Any]:
        names = {"lead": stored.lead, "sign_off_by": stored.sign_off_by, "place": stored.place}
        return {**super().stored_words(stored), **self._stored(stored), **names}

    def _stored(self, case: AdviceCase) -> dict[str, Any]:
        local = case.local_closing
        return {
            "place": case.place.code if case.place else None,
            "lead": case.lead_id,
            "sign_off_by": case.sign_off_by_id,
            "members": list(case.members.order_by("email")),
            "day": local.date() if local else None,
            "time": local.time() if local else None,
            "which": ("second" if local.fold else "first") if local else None,
            "time_zone": case.time_zone,
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        which = ["which"] if self.comes_twice else []
        key = "form_key" if "form_key" in self.fields else "edit_number"
        helper.layout = Layout(
            key,
            Fieldset(
                _("What is asked"), "kind", "title", "asked", Row("body", "place"), "link",
                Row("day", "time"), *which, "time_zone",
            ),
            Fieldset(_("Who works on it"), "lead", "sign_off_by", "members", "is_confidential"),
            Submit("save", _("Save")),
        )  # fmt: skip
        return helper


class NewCaseForm(KeyedForm, CaseForm):
    """A case that is new."""


class DraftForm(EditForm):
    """The equity questions and the text of the advice; nothing needs to be complete."""

    class Meta:
        model = AdviceCase
        fields = WRITTEN
        labels = {**EQUITY_QUESTIONS, "draft": _("Text of the advice")}
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_ANSWER})
                for name in EQUITY_QUESTIONS
            },
            "draft": forms.Textarea(attrs={"rows": 20}),
        }
        help_texts = {
            "who_gains": _("Which groups, and how."),
            "who_loses": _("Also those who pay in money, time or health."),
            "who_is_unseen": _("Who is not named in it, not counted or not reached."),
            "gradient": _("From the most to the least deprived, with the year and the source."),
            "monitoring": _("By which figure, for which groups, how often."),
            "draft": _("You can use Markdown."),
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number",
            Fieldset(_("Equity questions"), *EQUITY_QUESTIONS),
            "draft",
            Submit("save", _("Save the draft")),
        )
        return helper


class WithdrawCaseForm(Form):
    """Why a case is given up."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Anyone who can see the case can read this."),
        error_messages={"required": _("Say why you withdraw it")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("withdraw", _("Withdraw the case")))
        return helper
