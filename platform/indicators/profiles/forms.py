"""Filters of the pages for readers; they are read from the address."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form
from library.vocabularies.models import Place, Topic


class _ByCode(forms.ModelChoiceField):
    """Things chosen by their code; what is no code is nothing, and breaks no query."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        return super().to_python(text) if text.replace("-", "").isalnum() else None


class _Places(_ByCode):
    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * obj.level + obj.name


class IndicatorFilterForm(Form):
    """Words, topic and place of the list of indicators."""

    keeps_unsent = False

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = _ByCode(
        Topic.objects.roots(),
        label=_("Topic"),
        required=False,
        empty_label=_("All topics"),
        to_field_name="code",
    )
    place = _Places(
        Place.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("All places"),
        to_field_name="code",
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.fields["q"].widget.attrs.update(type="search")
        places = Place.objects.filter(observations__isnull=False).order_by().values("pk")
        self.fields["place"].queryset = Place.objects.filter(pk__in=places).in_order()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the filters in force; what the form refuses is none."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: valid.get(name) or None for name in ("q", "topic", "place")}
