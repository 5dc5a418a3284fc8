"""The form of the evidence map: what stands in its rows and columns, and the years."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from library.finding.facets import FACETS
from library.finding.forms.finder import FinderForm

_AXES = [(facet.name, facet.label) for facet in FACETS]
_NO_AXIS = {"invalid_choice": _("Choose one from the list.")}


class EvidenceMapForm(FinderForm):
    """Two facets of the map. One that is impossible is reported beside its field, and the usual one shown."""

    rows = forms.ChoiceField(
        label=_("Rows"), choices=_AXES, required=False, error_messages=_NO_AXIS
    )
    columns = forms.ChoiceField(
        label=_("Columns"), choices=_AXES, required=False, error_messages=_NO_AXIS
    )
    deep = forms.BooleanField(label=_("Show all subtopics and smaller places"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("rows") and cleaned["rows"] == cleaned.get("columns"):
            self.add_error("columns", _("Choose something different from the rows."))
        return cleaned
