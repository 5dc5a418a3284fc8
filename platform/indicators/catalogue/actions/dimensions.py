"""Dimensions and their subgroups: added, named, put in order and deleted by data managers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.slugs import free_slug
from indicators.catalogue.models import Dimension, Observation, Subgroup
from indicators.catalogue.refusals import DimensionIsUsed

MOST_GROUPS = 200


@dataclass(frozen=True)
class GroupWords:
    """What is said of one subgroup. Without ``pk`` it is a new one."""

    name: str
    short_name: str = ""
    pk: int | None = None
    is_reference: bool = False


@transaction.atomic
def create_dimension(
    *,
    name: str,
    about: str = "",
    is_ordered: bool = False,
    first_label: str = "",
    last_label: str = "",
    groups: Sequence[GroupWords] = (),
) -> Dimension:
    """Add a dimension with its groups, the most disadvantaged first where they have an order.

    Raises ``ValidationError`` for a name that is taken, and for two groups of one name.
    """
    if Dimension.objects.filter(name__iexact=name).exists():
        raise ValidationError({"name": [_("Another dimension has this name. Choose another one.")]})
    code = free_slug(name, Dimension.objects.all(), fallback="dimension", field="code", most=50)
    dimension = Dimension.objects.create(
        code=code,
        name=name,
        about=about,
        is_ordered=is_ordered,
        first_label=first_label,
        last_label=last_label,
    )
    _write(dimension, groups)
    return dimension


@transaction.atomic
def edit_dimension(
    *,
    dimension: Dimension,
    name: str,
    about: str,
    is_ordered: bool,
    first_label: str,
    last_label: str,
    groups: Sequence[GroupWords],
) -> Dimension:
    """Change a dimension. ``groups`` are all that it has from now on, in their order; those left out are deleted.

    Figures stay with their groups. Raises ``DimensionIsUsed`` for a group that is left out and has figures, and
    ``ValidationError`` for a name that is taken, and for two groups of one name.
    """
    dimension = Dimension.objects.select_for_update().get(pk=dimension.pk)
    if Dimension.objects.exclude(pk=dimension.pk).filter(name__iexact=name).exists():
        raise ValidationError({"name": [_("Another dimension has this name. Choose another one.")]})
    dimension.name, dimension.about, dimension.is_ordered = name, about, is_ordered
    dimension.first_label, dimension.last_label = first_label, last_label
    dimension.save()
    kept = {group.pk for group in groups if group.pk is not None}
    _delete(dimension, dimension.subgroups.exclude(pk__in=kept).values_list("pk", flat=True))
    _write(dimension, groups)
    return dimension


@transaction.atomic
def delete_dimension(*, dimension: Dimension) -> None:
    """Delete a dimension without figures, with its groups. Raises ``DimensionIsUsed``; repeats safely."""
    locked = Dimension.objects.select_for_update().filter(pk=dimension.pk).first()
    if locked is None:
        return
    _delete(locked, locked.subgroups.values_list("pk", flat=True))
    locked.delete()


def groups_without_figures(dimension: Dimension) -> set[int]:
    """Return the keys of the groups that can be deleted."""
    used = Observation.objects.filter(subgroup=OuterRef("pk"), dimension=dimension)
    return set(dimension.subgroups.filter(~Exists(used)).values_list("pk", flat=True))


def _delete(dimension: Dimension, keys: Collection[int]) -> None:
    keys = set(keys)
    if keys - groups_without_figures(dimension):
        raise DimensionIsUsed
    dimension.subgroups.filter(pk__in=keys).delete()


def _write(dimension: Dimension, groups: Sequence[GroupWords]) -> None:
    """Write names and positions; old ones are moved aside first, so that two groups can change places."""
    names = [group.name.casefold() for group in groups]
    if twice := next(
        (group.name for group in groups if names.count(group.name.casefold()) > 1), ""
    ):
        raise ValidationError(_("Two groups are called “%(name)s”.") % {"name": twice})
    if len(groups) > MOST_GROUPS:
        raise ValidationError(_("A dimension has at most %(most)s groups.") % {"most": MOST_GROUPS})
    stored = {group.pk: group for group in dimension.subgroups.select_for_update()}
    for group in stored.values():
        group.position += 2 * MOST_GROUPS
        group.name = f"#{group.pk}"
    Subgroup.objects.bulk_update(stored.values(), ["position", "name"])
    for position, words in enumerate(groups, start=1):
        group = stored.get(words.pk or 0) or Subgroup(dimension=dimension)
        group.name, group.short_name = words.name, words.short_name
        group.position, group.is_reference = position, words.is_reference
        group.save()
