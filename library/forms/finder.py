"""The finder's own form: what is typed beside what is ticked."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.types import Person
from library.facets import Filters, filters_from
from library.finder import Results, Sort, search

_YEAR = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "year"}
_WRONG_YEAR = _("Enter a year between 1800 and 2200, such as 2014.")


def _plausible(year: int) -> None:
    if not 1800 <= year <= 2200:
        raise forms.ValidationError(_WRONG_YEAR)


class FinderForm(forms.Form):
    """What an address asks of the library: words, filters, years and order. A year that is none is told beside its field and filters nothing."""

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
        self.query = query
        for name in ("year_from", "year_to"):
            self.fields[name].error_messages["invalid"] = _WRONG_YEAR
            self.fields[name].validators = [_plausible]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("The last year is before the first one."))
        return cleaned

    def filters(self) -> Filters:
        """The filters that stand in the address."""
        self.full_clean()
        return filters_from(
            self.query,
            year_from=self.cleaned_data.get("year_from"),
            year_to=self.cleaned_data.get("year_to"),
        )

    def results(self, *, user: Person) -> Results:
        """The search that stands in the address, for this reader."""
        text = self.query.get("q", "")
        return search(
            text=text,
            filters=self.filters(),
            user=user,
            sort=self.chosen_sort,
            repairs=not self.is_exact,
        )

    @property
    def is_exact(self) -> bool:
        """Whether the words are meant as they were typed.

        The address names the words that this is for, so that other words typed into the same form are
        repaired again.
        """
        text = self.query.get("q", "")
        return bool(text) and self.data.get("exact") == text

    @property
    def chosen_sort(self) -> Sort:
        """The order asked for; by best match when none or nonsense was."""
        value = self.data.get("sort", "")
        return Sort(value) if value in Sort.values else Sort.RELEVANCE
