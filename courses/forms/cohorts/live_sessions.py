"""Making a live session of a cohort, and adding events that are there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from courses.cohorts.live_lessons import live_lessons_of
from courses.models import Cohort, Lesson
from events.forms.events import NewEventForm
from events.models import Event
from events.templatetags.events import when


class NewLiveSessionForm(NewEventForm):
    """A new event, or a series of them, which only the people of the cohort may come to."""

    def __init__(self, *args: Any, cohort: Cohort, author: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"time_zone": cohort.time_zone, **kwargs.get("initial", {})}
        super().__init__(*args, author=author, **kwargs)
        del self.fields["access"]
        named = list(cohort.facilitators.order_by("email"))
        self.initial["hosts"] = list(dict.fromkeys([author, *named]))
        lessons = live_lessons_of(cohort)
        if lessons:
            self.fields["lesson"] = forms.ModelChoiceField(
                label=_("Attending it completes the lesson"),
                queryset=Lesson.objects.filter(pk__in=[lesson.pk for lesson in lessons]),
                empty_label=_("None"),
                required=False,
            )
        self.initial["topics"] = list(cohort.release.course.topics.order_by("label", "pk"))

    @property
    def words(self) -> dict[str, Any]:
        """Return what the action takes, by name; who may come is not asked."""
        names = (*self.Meta.fields, "join_link", "topics", "hosts")
        words = {name: self.cleaned_data[name] for name in names if name != "access"}
        return {**words, "lesson": self.cleaned_data.get("lesson")}

    def shown_fields(self) -> list[Any]:
        """Return the fields in their order."""
        shown = [field for field in super().shown_fields() if field != "access"]
        return ["lesson", *shown] if "lesson" in self.fields else shown


class LessonOfSessionForm(Form):
    """The lesson that coming to a session completes, or none."""

    lesson = forms.ModelChoiceField(
        queryset=Lesson.objects.none(),
        empty_label=_("None"),
        required=False,
        error_messages={"invalid_choice": _("This lesson is not one of the cohort. Try again.")},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [lesson.pk for lesson in live_lessons_of(cohort)]
        self.fields["lesson"].queryset = Lesson.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class AddEventsForm(Form):
    """Events to come that the reader looks after."""

    field_of_refusals = "events"

    events = forms.MultipleChoiceField(
        label=_("Events to add"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one event."),
            "invalid_choice": _("This event can no longer be added. Choose again."),
        },
    )

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(event.pk), f"{event.title}: {when(event)}") for event in events]
        self.fields["events"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[int]:
        """Return the keys of the chosen events."""
        return [int(key) for key in self.cleaned_data["events"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("events", Submit("add", _("Add to the cohort")))
        return helper
