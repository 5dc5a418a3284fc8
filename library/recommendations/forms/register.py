"""Filters of the register; they are read from the address."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form
from core.web.requests import key_of
from library.catalogue.models import Record
from library.recommendations.forms.responses import PlaceField
from library.recommendations.models import Recommendation, Respondent
from library.recommendations.register import ANSWERS
from library.recommendations.states import Level, Principle
from library.vocabularies.models import Place


class _Reports(forms.ModelChoiceField):
    """Reports by their number; what is no number is nothing, and breaks no query."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(key_of(str(value or "")) or None)


class RegisterForm(Form):
    """Words, principle, addressee, report, and who answered."""

    keeps_unsent = False

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    principle = forms.ChoiceField(
        label=_("Marmot principle"),
        required=False,
        choices=[("", _("All principles")), *Principle.choices],
    )
    addressee = forms.ChoiceField(
        label=_("Addressed to"), required=False, choices=[("", _("Everyone")), *Level.choices]
    )
    report = _Reports(
        Record.objects.none(), label=_("Report"), required=False, empty_label=_("All reports")
    )

    answered = forms.ChoiceField(
        label=_("Answers"), required=False, choices=[("", _("Answered or not")), *ANSWERS]
    )
    place = PlaceField(empty_label=_("All places"), label=_("Answered by a place"))

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.fields["q"].widget.attrs.update(type="search")
        have = Recommendation.objects.published().order_by().values("record")
        reports = Record.objects.published().filter(pk__in=have).order_by("title", "pk")
        self.fields["report"].queryset = reports  # type: ignore[attr-defined]
        answering = Respondent.objects.exclude(place=None).order_by().values("place")
        places = Place.objects.filter(pk__in=answering).in_order()
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the filters in force; what the form refuses is none."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: valid.get(name) or None for name in self.fields}
