"""Making, editing, moving and cancelling an event."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PeopleField
from accounts.models import User
from core.forms.bases import EditForm, FingerprintForm, Form, Helper, KeyedForm, ModelForm
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.layouts import Field, Layout, Submit
from core.forms.lines import MAX_LINE, MAX_LINES
from core.forms.local_times import AsksWhichTime
from core.refusals import Refusal
from core.times.moments import NonexistentTime, label_of, to_utc
from core.times.rhythm import Rhythm, days_of
from core.times.zones import ZoneChoices
from events.models import Event
from events.models.events import LEAST_MINUTES, MOST_MINUTES, MOST_PLACES
from events.models.series import FEWEST_EVENTS, MOST_EVENTS
from events.states import IN_PERSON_MODES
from library.catalogue.actions.checks import MAX_TOPICS
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField

PLANNED_WITHIN = dt.timedelta(days=730)


class EventWordsForm(ModelForm):
    """What an event says about itself, and where it takes place."""

    class Meta:
        model = Event
        fields = (
            *("title", "summary", "about", "mode", "place"),
            *("capacity_in_person", "capacity_online", "access"),
        )
        labels = {
            "title": _("Title"),
            "summary": _("Summary"),
            "about": _("What it is about"),
            "mode": _("How people take part"),
            "place": _("Place"),
            "capacity_in_person": _("Places in person"),
            "capacity_online": _("Places online"),
            "access": _("Who can come"),
        }
        help_texts = {
            "summary": _("One or two sentences, for lists and search results."),
            "about": _("You can use Markdown."),
            "place": _("For events in person: the building and how to find it."),
            "capacity_in_person": _("Leave it empty if there is room for everyone."),
            "capacity_online": _("Leave it empty if there is room for everyone."),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "about": forms.Textarea(attrs={"rows": 10}),
            "mode": forms.RadioSelect,
            "access": forms.RadioSelect,
        }
        error_messages = {
            "title": {"required": _("Enter the title")},
            "mode": {"required": _("Choose how people take part")},
            "access": {"required": _("Choose who can come")},
        }

    join_link = forms.URLField(
        label=_("Link to join online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_(
            "For events online. Only those who have a place see it, from 30 minutes before the start. You can add it later."
        ),
        error_messages={"invalid": _("Enter a web address, such as https://meet.example.org/room")},
    )
    topics = TopicsField(label=_("Topics"), most=MAX_TOPICS, required=False)
    hosts = PeopleField(
        label=_("Hosts"),
        help_text=_(
            "One email address on each line. Hosts are named on the page and look after the event."
        ),
        max_length=MAX_LINES * MAX_LINE,
        error_messages={"required": _("Enter the address of at least one host")},
    )

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [c for c in self.fields["mode"].choices if c[0]]  # type: ignore[attr-defined]
        for name in ("capacity_in_person", "capacity_online"):
            field = self.fields[name]
            field.min_value, field.max_value = 1, MOST_PLACES  # type: ignore[attr-defined]
            field.validators = [MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
        self.initial["hosts"] = [author]
        if self.instance.pk:
            self.initial.update(
                join_link=self.instance.join_link,
                topics=list(self.instance.topics.all()),
                hosts=list(self.instance.hosts.order_by("email")),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lacks_place = not cleaned.get("place") and "place" not in self.errors
        if cleaned.get("mode") in IN_PERSON_MODES and lacks_place:
            self.add_error("place", _("Enter the place"))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take, by name."""
        names = (*self.Meta.fields, "join_link", "topics", "hosts")
        return {name: self.cleaned_data[name] for name in names}

    def shown_fields(self) -> list[Any]:
        """Return the fields in their order."""
        return [
            *("title", "summary", "about"),
            Field("topics", template=TOPICS_TEMPLATE),
            *("hosts", "mode", "place", "capacity_in_person"),
            *("join_link", "capacity_online", "access"),
        ]


class TimesForm(AsksWhichTime, Form):
    """Day, time, zone and length of an event. After ``is_valid`` the moment is ``cleaned_data["starts_at"]``."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the day"),
            "invalid": _("Enter a day, such as 31/3/2027"),
        },
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Enter the time"),
            "invalid": _("Enter a time, such as 14:30"),
        },
    )
    which = forms.ChoiceField(label=_("Which time?"), required=False, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("For the day and time above. Everyone else sees their own time beside it."),
        error_messages={"invalid_choice": _("Choose a time zone from the list")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        initial=60,
        error_messages={"required": _("Enter how many minutes")},
    )

    def __init__(self, *args: Any, reader: User, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        zones = dict.fromkeys(filter(None, [self.initial.get("time_zone"), reader.time_zone]))
        near = [(zone, label_of(zone, now)) for zone in zones]
        self.fields["time_zone"].choices = ZoneChoices((_("Yours"), near))  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = reader.time_zone
        self.fields["which"].choices = [("first", ""), ("second", "")]  # type: ignore[attr-defined]

    def clean_time(self) -> dt.time:
        time: dt.time = self.cleaned_data["time"]
        return time.replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time, zone = cleaned.get("day"), cleaned.get("time"), cleaned.get("time_zone")
        if day and time is not None and zone:
            starts_at = self.moment_at(dt.datetime.combine(day, time), zone)
            if starts_at:
                cleaned["starts_at"] = starts_at
                self._check_range(starts_at)
        return cleaned

    def _check_range(self, starts_at: dt.datetime) -> None:
        if starts_at <= self.now:
            self.add_error("day", _("Enter a day and time in the future"))
        elif starts_at > self.now + PLANNED_WITHIN:
            self.add_error("day", _("Enter a day within the next two years"))

    @property
    def times(self) -> dict[str, Any]:
        """Return what the actions take, by name."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "time_zone", "minutes")}

    def shown_times(self) -> list[str]:
        """Return the fields in their order; one is there only when there is something to answer."""
        which = ["which"] if self.comes_twice else []
        return ["day", "time", *which, "time_zone", "minutes"]


class NewEventForm(KeyedForm, TimesForm, EventWordsForm):
    """A new event, or a series of them, which begin as drafts. The moments of a series are ``moments``."""

    rhythm = forms.ChoiceField(
        label=_("Does it repeat?"),
        choices=[("", _("No, it takes place once")), *Rhythm.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    how_many = forms.IntegerField(
        label=_("How many events?"),
        min_value=FEWEST_EVENTS,
        max_value=MOST_EVENTS,
        required=False,
        help_text=_("From 2 to 26, if it repeats. Each has places of its own."),
        error_messages={"invalid": _("Enter a number from 2 to 26")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.moments: list[dt.datetime] = []
        if not cleaned.get("rhythm"):
            return cleaned
        if not cleaned.get("how_many"):
            if "how_many" not in self.errors:
                self.add_error("how_many", _("Enter how many events"))
        elif cleaned.get("starts_at") and "day" in cleaned and "time" in cleaned:
            self._plan(cleaned)
        return cleaned

    def _plan(self, cleaned: dict[str, Any]) -> None:
        """Work out all moments; where the clocks show the time twice, the earlier is meant."""
        time, zone = cleaned["time"], cleaned["time_zone"]
        for day in days_of(cleaned["rhythm"], cleaned["day"], cleaned["how_many"]):
            try:
                moment = to_utc(dt.datetime.combine(day, time), zone, second=False)
                self.moments.append(moment)
            except NonexistentTime as problem:
                self.add_error("time", str(problem))
        if self.moments[-1] > self.now + PLANNED_WITHIN:
            self.add_error("how_many", _("All events must be within the next two years"))

    @property
    def is_series(self) -> bool:
        """Tell whether several events are to be made."""
        return bool(self.cleaned_data.get("rhythm"))

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        title, *rest = self.shown_fields()
        helper.layout = Layout(
            *("form_key", title, *self.shown_times(), "rhythm", "how_many"),
            *rest,
            Submit("save", _("Save the draft")),
        )
        return helper


class EditEventForm(EditForm, EventWordsForm):
    """The words of an event that is there. Its time is changed by moving it."""

    names_of_fields: Mapping[str, str] | None = {}

    all_drafts = forms.BooleanField(label=_("Change all drafts of this series"), required=False)

    def __init__(self, *args: Any, has_other_drafts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_other_drafts:
            del self.fields["all_drafts"]

    @property
    def is_for_all_drafts(self) -> bool:
        """Tell whether the change is for all drafts of the series."""
        return bool(self.cleaned_data.get("all_drafts"))

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the wish to change others, which is stored nowhere."""
        return [(name, field) for name, field in super().written() if name != "all_drafts"]

    def stored_words(self, stored: Any) -> dict[str, Any]:
        hosts = list(stored.hosts.order_by("email"))
        return {**super().stored_words(stored), "topics": list(stored.topics.all()), "hosts": hosts}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        others = ["all_drafts"] if "all_drafts" in self.fields else []
        helper.layout = Layout(
            "edit_number", *self.shown_fields(), *others, Submit("save", _("Save the event"))
        )
        return helper


class MoveEventForm(FingerprintForm, TimesForm):
    """Another time for an event, with a word for those who have a place. It notices that somebody else has moved it."""

    note = forms.CharField(
        label=_("Why it is moving"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone with a place reads it."),
    )

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """Return what stands in the form for this event."""
        local = event.starts_at.astimezone(event.zone)
        return {
            "day": local.date(),
            "time": local.time(),
            "time_zone": event.time_zone,
            "minutes": event.minutes,
        }

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out what belongs to the move and not to the event: why, and which of two times is meant."""
        return [(name, one) for name, one in super().written() if name not in ("note", "which")]

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show a move in the same moment beside the words, as one before it."""
        if isinstance(refusal, EditedElsewhere):
            self.initial = self.initial_of(refusal.stored)
            if self.is_overtaken():
                return
        super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "seen", *self.shown_times(), "note", Submit("save", _("Move the event"))
        )
        return helper


class CancelEventForm(Form):
    """Why an event is cancelled."""

    reason = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone with a place reads it, and it stays on the page of the event."),
        error_messages={"required": _("Say why the event is cancelled")},
    )

    following = forms.BooleanField(
        label=_("Also cancel the later events of this series"), required=False
    )

    def __init__(self, *args: Any, has_following: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_following:
            del self.fields["following"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        others = ["following"] if "following" in self.fields else []
        helper.layout = Layout(
            "reason", *others, Submit("cancel", _("Cancel the event"), css_class="button-danger")
        )
        return helper


class EventFilterForm(Form):
    """How and about what the events of the list are."""

    mode = forms.ChoiceField(label=_("Takes place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [("", _("Anywhere")), *_PLACES]  # type: ignore[attr-defined]

    @property
    def chosen_mode(self) -> str:
        """Return how people take part; empty for any way."""
        return self.cleaned_data["mode"] if self.is_valid() else ""


_PLACES = [("in_person", _("In person")), ("online", _("Online"))]
