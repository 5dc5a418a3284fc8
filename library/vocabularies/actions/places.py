"""Writing the tree of places."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.forms.edit_conflicts import check_edit_number
from core.slugs import free_slug
from core.validators import no_control_characters
from library.vocabularies.actions.rewording import reworded
from library.vocabularies.models import Place

_LONGEST_CODE, _LONGEST_PATH = 60, 400


@transaction.atomic
def load_places(*, tree: Iterable[Mapping[str, Any]]) -> int:
    """Create or bring up to date every place of the tree and return their number. Repeats safely.

    Records that name a place in words are put into the tree by ``place_records`` afterwards.
    """
    with reworded(Place, "name", "also", "path"):
        return sum(_load_place(node, parent=None) for node in tree)


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


@transaction.atomic
def add_place(*, name: str, parent: Place | None, also: Iterable[str] = ()) -> Place:
    """Add a place inside another one, or one of the widest. Its code is made of its name and stays.

    The same name in the same place gives the first one again (repeats safely). Raises ``ValidationError``
    for an empty or too long name.
    """
    name = " ".join(name.split())
    if known := Place.objects.filter(parent=parent, name__iexact=name).first():
        return known
    code = free_slug(
        name, Place.objects.all(), fallback="place", field="code", most=_LONGEST_CODE - 4
    )
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
    check_edit_number(place, edit_number)
    if parent and (parent.pk == place.pk or parent.path.startswith(f"{place.path}/")):
        raise ValidationError({"parent": _("A place cannot be inside itself.")})
    before = place.path
    place.name, place.parent, place.also = " ".join(name.split()), parent, list(also)
    place.path = f"{parent.path}/{place.code}" if parent else place.code
    _check(place)
    with reworded(Place, "name", "also", "path"):
        place.save()
        for inner in Place.objects.filter(path__startswith=f"{before}/"):
            inner.path = place.path + inner.path.removeprefix(before)
            inner.save(update_fields=["path"])
    return place


def _check(place: Place) -> None:
    place.full_clean(exclude=["path", "code"])
    for text in [place.name, *place.also]:
        try:
            no_control_characters(text)
        except ValidationError as error:
            raise ValidationError({"name": error.messages}) from error
    if len(place.path) > _LONGEST_PATH:
        raise ValidationError({"parent": _("There are too many levels above it.")})
