"""The finder's form fields that are typed: years and order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from library.finding.finder import Sort
from library.vocabularies.dates import plausible_year_of

_YEAR = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "year"}
_WRONG_YEAR = _("Enter a year between 1800 and 2200, such as 2014.")


class YearField(forms.Field):
    """A year that a search takes, or none."""

    def to_python(self, value: str | None) -> int | None:
        text = (value or "").strip()
        year = plausible_year_of(text)
        if text and year is None:
            raise forms.ValidationError(_WRONG_YEAR)
        return year


class FinderForm(forms.Form):
    """Years and order of a search. An invalid year is reported beside its field and ignored."""

    year_from = YearField(label=_("From year"), required=False, widget=forms.TextInput(attrs=_YEAR))
    year_to = YearField(label=_("To year"), required=False, widget=forms.TextInput(attrs=_YEAR))
    sort = forms.ChoiceField(label=_("Sort by"), choices=Sort.choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("The last year cannot be before the first one."))
        return cleaned
