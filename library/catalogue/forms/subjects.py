"""Choosing places by their names, and population groups and settings from their lists."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import DEFAULT_DB_ALIAS
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


# What a field of terms offers, in the order of the columns.
_OFFERED = ("id", "kind", "code", "label")
OfferedTerm = tuple[int, str, str, str]


@prepared
def offered_terms() -> QuerySet[Term, OfferedTerm]:
    """Return the terms of all kinds in their order, for ``offer``."""
    return Term.objects.in_order().values_list(*_OFFERED)


class TermsField(forms.MultipleChoiceField):
    """Check boxes for the terms of one kind, sent by their codes. ``offer`` says which there are."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kind: TermKind, **kwargs: Any) -> None:
        self.kind = kind
        self._by_code: dict[str, OfferedTerm] = {}
        super().__init__(required=False, **kwargs)

    def offer(self, terms: Iterable[OfferedTerm]) -> None:
        """Take those of its kind from a list of terms of all kinds."""
        self._by_code = {term[2]: term for term in terms if term[1] == self.kind}
        self.choices = GivenChoices([(code, term[3]) for code, term in self._by_code.items()])

    def clean(self, value: Any) -> list[Term]:
        chosen = dict.fromkeys(super().clean(value))
        # Of a hundred that are offered a few are chosen: only these become terms.
        return [Term.from_db(DEFAULT_DB_ALIAS, _OFFERED, self._by_code[code]) for code in chosen]
