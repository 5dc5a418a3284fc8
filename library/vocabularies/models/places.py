"""Places as a tree, and the terms by which works are found: population groups and settings."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank


class PlaceQuerySet(models.QuerySet["Place"]):
    def in_order(self) -> Self:
        """Return places in the order of the tree: each before the narrower ones in it."""
        return self.order_by("path", "pk")

    def within(self, place: "Place") -> Self:
        """Return the place and all places in it."""
        return self.filter(Q(pk=place.pk) | Q(path__startswith=f"{place.path}/"))


class Place(models.Model):
    """A place that works are about. It lies in a wider one, and what is about it is about that one, too.

    ``path`` holds the codes from the widest place down to this one, parted by slashes.
    """

    class Meta:
        constraints = [
            not_blank("name", name="place_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="place_is_not_its_own_parent",
            ),
        ]

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    also = models.JSONField(_("other names"), default=list, blank=True)
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = PlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def codes(self) -> list[str]:
        """Return the codes from the widest place down to this one."""
        return self.path.split("/")

    @property
    def level(self) -> int:
        """Return how many wider places contain it."""
        return self.path.count("/")

    @property
    def steps(self) -> range:
        """Return a range with one item for each wider place, for lists that indent by depth."""
        return range(self.level)
