"""What other parts of the platform write about records: who uses one, and which one is featured."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order, not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import Record, Version
from library.catalogue.states import RecordState


class Audience(models.TextChoices):
    """Who may learn that a record is used somewhere."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("People who are signed in")
    NONE = "none", _("Nobody")


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, user: Person) -> Self:
        """What is public, and to people who are signed in also what is theirs to know."""
        if user.is_authenticated:
            return self.exclude(audience=Audience.NONE)
        return self.filter(audience=Audience.PUBLIC)

    def of(self, record: Record) -> Self:
        """Those of its versions, and of the records that were merged into it."""
        return self.filter(Q(version__record=record) | Q(version__record__replaced_by=record))

    def newest_first(self) -> Self:
        return self.order_by("-cited_at", "-pk")


class Citation(models.Model):
    """One place that cites a version: a lesson, a network, a plan. Its part of the platform keeps it true."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_key"], name="citation_source_is_one"),
            only_choices("audience", Audience.values, name="citation_audience_known"),
            not_blank("label", name="citation_has_a_label"),
        ]

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="citations")
    source_key = models.CharField(max_length=150)
    label = models.CharField(_("where it is cited"), max_length=300)
    address = models.CharField(max_length=300)
    audience = models.CharField(_("shown to"), max_length=10, choices=Audience)
    cited_at = models.DateTimeField(_("cited"))

    objects = CitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label


class FeaturedQuerySet(models.QuerySet["Featured"]):
    def on(self, day: dt.date) -> Self:
        """What is featured on that day and can be read; what started last comes first."""
        return (
            self.filter(starts_on__lte=day, ends_on__gte=day, record__state=RecordState.PUBLISHED)
            .select_related("record__current_version")
            .order_by("-starts_on", "-pk")
        )


class Featured(models.Model):
    """A record that the public home shows first, from its first to its last day, both included."""

    class Meta:
        constraints = [
            in_order("starts_on", "ends_on", name="featured_ends_after_start"),
            models.UniqueConstraint(fields=["chosen_by", "form_key"], name="featured_chosen_once"),
        ]

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="featured_on")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the form that chose it; what no form chose has none.
    form_key = models.UUIDField(null=True, editable=False)

    objects = FeaturedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record_id}: {self.starts_on} to {self.ends_on}"
