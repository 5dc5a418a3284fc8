"""Forms that relate two records and that merge two of the same work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from library.catalogue.models import Record, Relation
from library.finding.record_picker import RecordField
from library.vocabularies.choices import INVERSE_RELATION, RelationKind

_FROM_THE_OTHER = "inverse-"


class RelationForm(Form):
    """How this record is related to the one that was found."""

    kind = forms.ChoiceField(
        label=_("This work"),
        choices=[
            *((kind.value, kind.label) for kind in RelationKind),
            *((f"{_FROM_THE_OTHER}{kind.value}", INVERSE_RELATION[kind]) for kind in RelationKind),
        ],
        error_messages={"required": _("Choose how the two records are related.")},
    )
    other = RecordField(error_messages={"required": _("Find the other record first.")})

    @property
    def relation_kind(self) -> RelationKind:
        return RelationKind(self.cleaned_data["kind"].removeprefix(_FROM_THE_OTHER))

    @property
    def is_from_the_other(self) -> bool:
        """Tell whether the relation runs from the other record to this one."""
        return self.cleaned_data["kind"].startswith(_FROM_THE_OTHER)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("kind", "other", Submit("tie", _("Add relation")))
        return helper


def again(relation: Relation, *, seen_from: Record) -> dict[str, object]:
    """Return what the form sends to relate the two again, from the page of one of them."""
    if relation.record_id == seen_from.pk:
        return {"kind": relation.kind, "other": relation.target_id}
    return {"kind": f"{_FROM_THE_OTHER}{relation.kind}", "other": relation.record_id}


class MergeForm(Form):
    """Which of two records stays after a merge."""

    into = RecordField(error_messages={"required": _("First find the record to keep.")})

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        merge = Submit("merge", _("Merge records"), css_class="button-danger")
        helper.layout = Layout("into", merge)
        return helper
