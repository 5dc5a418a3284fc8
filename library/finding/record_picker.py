"""Form parts with which other apps find and pick a record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form
from core.types import Person
from core.web.requests import key_of
from library.catalogue.models import Record
from library.finding.facets import Filters
from library.finding.finder import Sort, search


def find_records(text: str, *, user: Person, limit: int = 8) -> list[Record]:
    """Return the best matches for a text of any kind; none for no text. With what a row of a list shows."""
    results = search(text=text, filters=Filters(), user=user, sort=Sort.RELEVANCE)
    return list(results.records[:limit]) if results.query else []


class FindRecordForm(Form):
    """Words of the title or summary of a record."""

    q = forms.CharField(max_length=200, required=False)

    @property
    def text(self) -> str:
        """Return the words to search for; empty when they cannot be searched for."""
        return self.cleaned_data["q"] if self.is_valid() else ""


class RecordField(forms.ModelChoiceField):
    """A published record, carried hidden through a form. ``record_from_address`` reads ``?record=<pk>``."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Record"))
        super().__init__(queryset=Record.objects.published(), **kwargs)
        self.error_messages["invalid_choice"] = _("This record is no longer in the library.")


def record_from_address(value: str | None, *, user: Person) -> Record | None:
    """Return the record that ``?record=`` names, if the reader may see it."""
    visible = Record.objects.visible_to(user).select_related("current_version")
    return visible.filter(pk=key_of(value)).first()
