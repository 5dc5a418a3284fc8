"""Writing the tree of places and the terms, and reading places that are written in words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.editing import count_edit
from core.validators import no_control_characters
from library.catalogue.actions.checks import narrowest
from library.catalogue.models import Record
from library.finding.search.index import index_records
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Place, Term

_PARTED = re.compile(r"[;,]")
_LONGEST_CODE, _LONGEST_PATH = 60, 400


@transaction.atomic
def load_places(*, tree: Iterable[Mapping[str, Any]]) -> int:
    """Create or bring up to date every place of the tree and return their number. Repeats safely.

    Records that name a place in words, and none of the tree, are then about that place.
    """
    count = sum(_load_place(node, parent=None) for node in tree)
    _place_records()
    return count


def _load_place(node: Mapping[str, Any], *, parent: Place | None) -> int:
    code = node["code"]
    place, _created = Place.objects.update_or_create(
        code=code,
        defaults={
            "name": node["name"],
            "parent": parent,
            "path": f"{parent.path}/{code}" if parent else code,
            "also": list(node.get("also", [])),
        },
    )
    return 1 + sum(_load_place(child, parent=place) for child in node.get("places", []))


def _place_records() -> None:
    known = PlaceNames()
    placed = []
    for record in Record.objects.filter(places=None).exclude(geography=""):
        places, rest = known.read(record.geography)
        if places:
            record.places.set(places)
            Record.objects.filter(pk=record.pk).update(geography=rest)
            placed.append(record.pk)
    if placed:
        index_records(placed)


@transaction.atomic
def load_terms(*, groups: Mapping[str, Iterable[Mapping[str, Any]]]) -> int:
    """Create or bring up to date the population groups and settings. Repeats safely."""
    count = 0
    for kind, terms in groups.items():
        for position, term in enumerate(terms):
            Term.objects.update_or_create(
                code=term["code"],
                defaults={
                    "kind": TermKind(kind),
                    "label": term["label"],
                    "position": position,
                    "synonyms": list(term.get("also", [])),
                },
            )
            count += 1
    return count


class PlaceNames:
    """The places by their names, read once: for one text or for thousands of rows."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Place]] = {}
        for place in Place.objects.in_order():
            for name in dict.fromkeys([place.name, *place.also]):
                self._by_name.setdefault(name.casefold(), []).append(place)

    def read(self, text: str) -> tuple[list[Place], str]:
        """The places that a text such as "England; Luton" names, and the text itself if it says more.

        A name that several places share is that of the one inside another place of the text, otherwise of
        the widest one.
        """
        names = [" ".join(part.split()).casefold() for part in _PARTED.split(text)]
        found: list[Place] = []
        is_all_known = True
        for name in filter(None, names):
            same = self._by_name.get(name, [])
            inside = [p for p in same if any(p.path.startswith(f"{q.path}/") for q in found)]
            if same:
                found.append((inside or same)[0])
            else:
                is_all_known = False
        return narrowest(found), "" if is_all_known else text


@transaction.atomic
def add_place(*, name: str, parent: Place | None, also: Iterable[str] = ()) -> Place:
    """Add a place inside another one, or one of the widest. Its code is made of its name and stays.

    The same name in the same place gives the first one again (repeats safely). Raises ``ValidationError``
    for an empty or too long name.
    """
    name = " ".join(name.split())
    if known := Place.objects.filter(parent=parent, name__iexact=name).first():
        return known
    code = _free_code(slugify(name, allow_unicode=False) or "place")
    place = Place(
        code=code,
        name=name,
        parent=parent,
        path=f"{parent.path}/{code}" if parent else code,
        also=list(also),
    )
    _check(place)
    place.save()
    return place


@transaction.atomic
def correct_place(
    *,
    place: Place,
    name: str,
    parent: Place | None,
    also: Iterable[str],
    edit_number: int | None = None,
) -> Place:
    """Give a place another name or put it inside another one; all that lies in it moves along.

    Records in it are found by its new place at once. Raises ``ValidationError`` when it would lie in
    itself, and ``EditedElsewhere`` when it was changed since this copy was opened.
    """
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    count_edit(place, edit_number)
    if parent and (parent.pk == place.pk or parent.path.startswith(f"{place.path}/")):
        raise ValidationError({"parent": _("A place cannot lie in itself.")})
    before = place.path
    place.name, place.parent, place.also = " ".join(name.split()), parent, list(also)
    place.path = f"{parent.path}/{place.code}" if parent else place.code
    _check(place)
    place.save()
    for inner in Place.objects.filter(path__startswith=f"{before}/"):
        inner.path = place.path + inner.path.removeprefix(before)
        inner.save(update_fields=["path"])
    within = Place.objects.within(place)
    index_records(Record.objects.filter(places__in=within).values_list("pk", flat=True))
    return place


def _check(place: Place) -> None:
    place.full_clean(exclude=["path", "code"])
    for text in [place.name, *place.also]:
        try:
            no_control_characters(text)
        except ValidationError as error:
            raise ValidationError({"name": error.messages}) from error
    if len(place.path) > _LONGEST_PATH:
        raise ValidationError({"parent": _("It lies too deep.")})


def _free_code(wanted: str) -> str:
    wanted = wanted[: _LONGEST_CODE - 4].strip("-")
    taken = set(Place.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
