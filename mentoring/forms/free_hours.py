"""A person's free weekly hours: one line for each day."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper
from core.forms.layouts import Layout, Submit
from mentoring.booking.free_hours import Hours, NotUnderstood, read_hours, write_hours


def _name(weekday: int) -> str:
    return f"day_{weekday}"


class FreeHoursForm(FingerprintForm):
    """When somebody is usually free. After ``is_valid`` the hours are ``hours``, merged where they overlap."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, label in WEEKDAYS.items():
            self.fields[_name(weekday)] = forms.CharField(
                label=label, max_length=200, required=False
            )
        self.fields[_name(0)].help_text = _(
            "Such as 14:00 to 16:00, 18:30 to 20:00. Leave a day empty when you are not free."
        )
        self.refuse_control_characters()
        self.hours: list[Hours] = []

    @staticmethod
    def initial_of(hours: list[Hours]) -> dict[str, str]:
        """Return what stands in the form for these hours."""
        return {
            _name(weekday): write_hours(one for one in hours if one.weekday == weekday)
            for weekday in WEEKDAYS
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.hours = []
        for weekday in WEEKDAYS:
            try:
                self.hours += read_hours(cleaned.get(_name(weekday)) or "", weekday)
            except NotUnderstood as problem:
                self.add_error(_name(weekday), str(problem))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper()
        days = [_name(weekday) for weekday in WEEKDAYS]
        helper.layout = Layout(*days, "seen", Submit("save", _("Save my free hours")))
        return helper
