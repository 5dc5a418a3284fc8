"""Choosing places by their names, and population groups and settings from their lists."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.forms.given_choices import GivenChoices
from core.prepared import prepared
from library.catalogue.actions.checks import MAX_PLACES
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Place, Term
from library.vocabularies.names import split_names
from library.vocabularies.place_names import PlaceNames

_LONGEST = 4_000


class PlacesField(forms.CharField):
    """Places of the tree, one on each line, by their names; "Newport, Gwent" tells which of several is meant."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", _LONGEST)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> list[Place]:
        lines = split_names(super().clean(value))
        if not lines:
            return []
        if len(lines) > MAX_PLACES:
            raise forms.ValidationError(
                _("Enter at most %(most)s places.") % {"most": MAX_PLACES}, code="too_many"
            )
        known = PlaceNames()
        places, unknown = list[Place](), list[str]()
        for line in lines:
            # The widest comes last as people write it, and first where names are read.
            found, rest = known.read("; ".join(reversed(line.split(","))))
            places += found
            if rest:
                unknown.append(line[:60])
        if unknown:
            words = {"names": ", ".join(unknown)}
            raise forms.ValidationError(
                _(
                    "Not in the list of places: %(names)s. Add it there first, or enter it under "
                    "“Place in words”."
                )
                % words,
                code="unknown",
            )
        return places

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "")


# Kind, code and label.
OfferedTerm = tuple[str, str, str]


@prepared
def offered_terms() -> QuerySet[Term, OfferedTerm]:
    """Return the terms of all kinds in their order, for ``offer``."""
    return Term.objects.in_order().values_list("kind", "code", "label")


class TermsField(forms.MultipleChoiceField):
    """Check boxes for the terms of one kind, sent by their codes. ``offer`` says which there are."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kind: TermKind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(required=False, **kwargs)

    def offer(self, terms: Iterable[OfferedTerm]) -> None:
        """Take those of its kind from a list of terms of all kinds."""
        self.choices = GivenChoices(
            [(code, label) for kind, code, label in terms if kind == self.kind]
        )

    def clean(self, value: Any) -> list[Term]:
        chosen = dict.fromkeys(super().clean(value))
        if not chosen:
            return []
        terms = {term.code: term for term in Term.objects.filter(kind=self.kind, code__in=chosen)}
        # In the order in which they were sent; one that was removed in the meantime can no longer be meant.
        return [terms[code] for code in chosen if code in terms]
