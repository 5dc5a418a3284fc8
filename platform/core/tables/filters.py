"""The filters of a table: their form, and a chip for each that is in force."""

from dataclasses import dataclass

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.web.querystrings import Chip, chip, with_query

# What a new search does not keep: it starts on the first page with nothing chosen.
_NOT_KEPT = {"page", "choose", "as"}


@dataclass(frozen=True)
class Filters:
    """A form that narrows a table, with what the address says."""

    form: forms.Form
    query: QueryDict

    @property
    def chips(self) -> list[Chip]:
        """Return the filters in force; a value that the form refuses is none."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return [
            chip(_words(self.form, name, value), self.query, name)
            for name, value in chosen.items()
            if value and not self.form[name].is_hidden
        ]

    @property
    def clear(self) -> str:
        """Return the address without any filter."""
        none = dict.fromkeys(self.form.fields)
        return with_query(self.query, **none, page=None)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the parameters that the form sends along, such as the order."""
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in self.form.fields and name not in _NOT_KEPT
            for value in values
        ]


def state_tabs(states: type[TextChoices], present: str) -> list[tuple[str, str, bool]]:
    """Return a tab for each state, for a list that shows one state at a time: ``?state=``."""
    return [(str(label), f"?state={value}", value == present) for value, label in states.choices]


def _words(form: forms.Form, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    return _("“%(words)s”") % {"words": value} if isinstance(value, str) else str(value)
