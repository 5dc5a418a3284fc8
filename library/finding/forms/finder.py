"""The finder's own form: what is typed beside what is ticked."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from library.finding.finder import Sort

_YEAR = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "year"}
_WRONG_YEAR = _("Enter a year between 1800 and 2200, such as 2014.")


def _plausible(year: int) -> None:
    if not 1800 <= year <= 2200:
        raise forms.ValidationError(_WRONG_YEAR)


class FinderForm(forms.Form):
    """Years and order of a search. A year that is none is told beside its field and filters nothing."""

    year_from = forms.IntegerField(
        label=_("From year"),
        required=False,
        localize=False,
        widget=forms.TextInput(attrs=_YEAR),
    )
    year_to = forms.IntegerField(
        label=_("To year"),
        required=False,
        localize=False,
        widget=forms.TextInput(attrs=_YEAR),
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=Sort.choices, required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        for name in ("year_from", "year_to"):
            self.fields[name].error_messages["invalid"] = _WRONG_YEAR
            self.fields[name].validators = [_plausible]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("The last year is before the first one."))
        return cleaned
