"""Dimensions of inequality and the subgroups that they consist of."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank


class DimensionQuerySet(models.QuerySet["Dimension"]):
    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Dimension(models.Model):
    """A way to divide people: by deprivation, education, ethnic group. In an ordered one subgroups have a rank."""

    class Meta:
        constraints = [not_blank("name", name="dimension_has_a_name")]

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("how people are divided"), max_length=300, blank=True)
    is_ordered = models.BooleanField(
        _("ordered"), default=False, help_text=_("From the most to the least disadvantaged.")
    )
    first_label = models.CharField(_("the lower end"), max_length=60, blank=True)
    last_label = models.CharField(_("the upper end"), max_length=60, blank=True)

    objects = DimensionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SubgroupQuerySet(models.QuerySet["Subgroup"]):
    def in_order(self) -> Self:
        """Return subgroups by their rank: of an ordered dimension the most disadvantaged first."""
        return self.order_by("dimension", "position", "pk")


class Subgroup(models.Model):
    """One of the groups of a dimension. Position 1 of an ordered dimension is the most disadvantaged."""

    class Meta:
        constraints = [
            not_blank("name", name="subgroup_has_a_name"),
            models.UniqueConstraint(fields=["dimension", "name"], name="subgroup_name_is_unique"),
            models.UniqueConstraint(
                fields=["dimension", "position"], name="subgroup_position_is_unique"
            ),
        ]

    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="subgroups")
    name = models.CharField(_("name"), max_length=120)
    # What a chart writes under the group, where the name is too long for it.
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    is_reference = models.BooleanField(_("compared with"), default=False)

    objects = SubgroupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the name as charts write it."""
        return self.short_name or self.name
