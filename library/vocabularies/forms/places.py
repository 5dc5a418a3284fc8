"""Keeping the tree of places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Helper
from core.forms.layouts import Layout, Submit
from library.vocabularies.models import Place
from library.vocabularies.names import split_names


class InOrder(forms.ModelChoiceField):
    """Places under the wider ones they lie in."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * obj.level + obj.name


class PlaceForm(EditForm):
    """A place, the wider one it lies in, and its other names."""

    class Meta:
        model = Place
        fields = ["name"]
        error_messages = {"name": {"required": _("Enter the name of the place.")}}

    parent = InOrder(
        Place.objects.in_order(),
        label=_("Part of"),
        required=False,
        empty_label=_("None: it is at the top of the list"),
        to_field_name="code",
    )
    other_names = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, in any language. The search finds them too."),
    )

    def clean_other_names(self) -> list[str]:
        names = split_names(self.cleaned_data["other_names"])
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("A name has at most 120 characters."))
        return names

    def stored_words(self, stored: Place) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {"name": stored.name, "parent": stored.parent, "other_names": stored.also}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        save = _("Save") if self.instance.pk else _("Add this place")
        helper.layout = Layout("edit_number", "name", "parent", "other_names", Submit("save", save))
        return helper


def place_as_typed(place: Place) -> dict[str, Any]:
    """Return the initial values of the form of a place."""
    return {
        "parent": place.parent.code if place.parent else None,
        "other_names": "\n".join(place.also),
    }
