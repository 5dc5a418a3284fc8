"""A form with every widget, and the states in which it is shown."""

import datetime as dt
from typing import Any

from django import forms

from core.forms.bases import Form

_COLOURS = [("", "None"), ("r", "Red & “warm”"), ("b", "Blue <cold>"), ("r", "Red again"), (7, 7)]
_GROUPS = [("Cold & wet", [("b", "Blue"), ("g", "Green")]), ("w", "White"), ("Hot", [("r", "Red")])]
_WITH_NOTHING = [("Sizes", [(None, "Not known"), ("1", "One")]), (None, "None")]


class Specimens(Form):
    """Every widget of Django's that we use, with what is hard to write right."""

    text = forms.CharField(label="Name & <title>", help_text="As “known” & <b>said</b>")
    placed = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"placeholder": "Gone", "data-x": '"<&'})
    )
    without_label = forms.CharField(label="", required=False)
    email = forms.EmailField()
    url = forms.URLField(required=False, max_length=40, assume_scheme="https")
    whole = forms.IntegerField(min_value=1, max_value=9)
    part = forms.DecimalField(required=False, decimal_places=2)
    any_part = forms.FloatField(required=False, help_text="Any")
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    several_hidden = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput, required=False, choices=_COLOURS
    )
    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".pdf"}))
    kept_file = forms.FileField(required=False)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}))
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    moment = forms.DateTimeField(required=False)
    hour = forms.TimeField(required=False)
    parts = forms.SplitDateTimeField(
        required=False,
        help_text="Your own time",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, time_format="%H:%M"
        ),
    )
    agrees = forms.BooleanField(label="I agree & sign", help_text="Once")
    may = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=_COLOURS, help_text="One")
    grouped = forms.ChoiceField(choices=_GROUPS, required=False)
    many = forms.MultipleChoiceField(choices=_GROUPS, required=False)
    unknown = forms.NullBooleanField(required=False)
    radio = forms.ChoiceField(choices=_COLOURS[1:3], widget=forms.RadioSelect, help_text="Either")
    ticked = forms.MultipleChoiceField(
        choices=_GROUPS, widget=forms.CheckboxSelectMultiple(attrs={"class": "dense"})
    )
    described = forms.CharField(
        required=False,
        help_text="Told elsewhere",
        widget=forms.TextInput(attrs={"aria-describedby": "elsewhere"}),
    )
    own_id = forms.ChoiceField(
        choices=_COLOURS, required=False, widget=forms.Select(attrs={"id": "mine", "size": 3})
    )
    closed = forms.CharField(disabled=True, required=False)
    closed_list = forms.ChoiceField(choices=_COLOURS, disabled=True, required=False)
    dated = forms.DateField(required=False, widget=forms.SelectDateWidget(years=[2026, 2027]))
    radio_nothing = forms.ChoiceField(
        choices=_WITH_NOTHING, required=False, widget=forms.RadioSelect
    )
    ticked_nothing = forms.MultipleChoiceField(
        choices=_WITH_NOTHING, required=False, widget=forms.CheckboxSelectMultiple
    )
    select_nothing = forms.ChoiceField(choices=_WITH_NOTHING, required=False)


_VALUES: dict[str, Any] = {
    "text": "O’Hara & <Sons>",
    "email": "a@example.org",
    "url": "https://example.org/?a=1&b=2",
    "whole": 4,
    "part": "1.50",
    "any_part": 0.5,
    "secret": "never shown",
    "hidden": '"quoted"',
    "several_hidden": ["r", "b"],
    "words": "\n<p>First & second</p>\nline",
    "day": dt.date(2026, 3, 2),
    "moment": dt.datetime(2026, 3, 2, 9, 30),  # noqa: DTZ001  (as somebody types it)
    "hour": dt.time(9, 30),
    "parts": dt.datetime(2026, 3, 2, 9, 30),  # noqa: DTZ001
    "agrees": True,
    "may": True,
    "one": "r",
    "grouped": "g",
    "many": ["b", "r"],
    "unknown": True,
    "radio": "b",
    "ticked": ["w", "r"],
    "own_id": 7,
    "closed": "Fixed",
    "closed_list": "b",
    "dated": dt.date(2027, 1, 31),
    "radio_nothing": "1",
    "ticked_nothing": ["1"],
    "select_nothing": "1",
}
_WRONG: dict[str, Any] = {
    "email": "a<b>",
    "whole": "12",
    "part": "1.555",
    "day": "31 February",
    "parts_0": "x",
    "parts_1": "",
    "one": "other",
    "grouped": "<other>",
    "many": ["b", "other"],
    "radio": "",
    "unknown": "false",
    "radio_nothing": "1",
}


def states() -> dict[str, Form]:
    """Return the form in each state."""
    return {
        "opened": Specimens(),
        "with_values": Specimens(initial=_VALUES),
        "refused": Specimens(_WRONG, initial={"closed": "Fixed & kept"}),
        "one_of_several": Specimens(_WRONG, prefix="row-3"),
        "without_ids": Specimens(_WRONG, auto_id=False),
    }
