"""Observations: one figure each, of a place, a period and perhaps a subgroup."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order, only_choices
from core.types import Person
from indicators.catalogue.models.indicators import Indicator
from indicators.catalogue.models.releases import Release
from indicators.catalogue.models.subgroups import Dimension, Subgroup
from indicators.catalogue.states import Flag, Hidden, ReleaseState, Sex
from library.vocabularies.models import Place

_NUMBERS = ("value", "count", "lower", "upper", "standard_error")


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: Person) -> Self:
        """Return the figures of published releases. Drafts are on the pages of data managers alone."""
        return self.filter(release__state=ReleaseState.PUBLISHED)

    def current(self) -> Self:
        """Return the figures of releases that no other published one replaces."""
        return self.filter(release__in=Release.objects.current())

    def totals(self) -> Self:
        """Return the figures of whole places, without those of subgroups."""
        return self.filter(subgroup=None)


class Observation(models.Model):
    """One figure. What is hidden keeps none of its numbers, so that no page or file can tell them."""

    class Meta:
        constraints = [
            only_choices("sex", Sex.values, name="observation_sex_known"),
            only_choices("flag", ["", *Flag.values], name="observation_flag_known"),
            only_choices("hidden", ["", *Hidden.values], name="observation_hidden_known"),
            in_order("starts_on", "ends_on", name="observation_period_in_order"),
            models.CheckConstraint(
                condition=Q(hidden="") | Q(**{f"{name}__isnull": True for name in _NUMBERS}),
                name="observation_hidden_keeps_no_number",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(hidden="") | Q(flag=Flag.MISSING),
                name="observation_has_a_value_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(lower=None, upper=None)
                | (Q(lower__isnull=False) & Q(upper__gte=F("lower"))),
                name="observation_interval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(count=None) | Q(count__gte=0), name="observation_count_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(population=None) | Q(population__gt=0),
                name="observation_population_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(standard_error=None) | Q(standard_error__gte=0),
                name="observation_error_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(subgroup=None, dimension=None)
                | Q(subgroup__isnull=False, dimension__isnull=False),
                name="observation_subgroup_has_its_dimension",
            ),
            models.UniqueConstraint(fields=["release", "row_key"], name="observation_once"),
        ]
        indexes = [
            # The profile of a place: its totals, indicator by indicator.
            models.Index(
                fields=["place", "indicator", "ends_on"],
                condition=Q(subgroup=None),
                name="observation_totals",
            ),
            # The page of an indicator: its figures in one place.
            models.Index(
                fields=["indicator", "place", "dimension", "ends_on"], name="observation_by_place"
            ),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="observations")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period = models.CharField(_("period"), max_length=40)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    sex = models.CharField(_("sex"), max_length=7, choices=Sex, default=Sex.PERSONS)
    # In words, as published; empty where the indicator is of one age only.
    age = models.CharField(_("age"), max_length=40, blank=True)
    dimension = models.ForeignKey(
        Dimension, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subgroup = models.ForeignKey(
        Subgroup, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    value = models.FloatField(_("value"), null=True)
    # Counts of standardised figures have decimals.
    count = models.FloatField(_("count"), null=True)
    population = models.FloatField(_("population"), null=True)
    lower = models.FloatField(_("lower"), null=True)
    upper = models.FloatField(_("upper"), null=True)
    standard_error = models.FloatField(_("standard error"), null=True)
    flag = models.CharField(_("flag"), max_length=12, choices=Flag, blank=True)
    hidden = models.CharField(_("hidden"), max_length=8, choices=Hidden, blank=True)
    # Of indicator, place, period, sex, age and subgroup: the same figure again has the same key. One number finds it
    # and keeps it unique, where a constraint over columns that may be empty would have to be two.
    row_key = models.BigIntegerField(editable=False)

    objects = ObservationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.place_id}, {self.period}"
