"""The records that the public home shows first."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order
from library.catalogue.models.records import Record
from library.catalogue.states import RecordState


class FeaturedQuerySet(models.QuerySet["Featured"]):
    def on(self, day: dt.date) -> Self:
        """Return what is featured on that day and published; what started last comes first."""
        shown = self.filter(
            starts_on__lte=day, ends_on__gte=day, record__state=RecordState.PUBLISHED
        )
        return shown.order_by("-starts_on", "-pk")


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
    # Why this one and why now, in a sentence for readers; empty where its newness says it.
    reason = models.CharField(
        _("why it is featured"), max_length=200, blank=True, default="", db_default=""
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Key of the form that chose it; empty where no form did.
    form_key = models.UUIDField(null=True, editable=False)

    objects = FeaturedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record_id}: {self.starts_on} to {self.ends_on}"
