"""Who cites the versions of records: rows that the other parts of the platform keep."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import Record, Version


class Audience(models.TextChoices):
    """Who may learn that a record is used somewhere."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("People who are signed in")
    NONE = "none", _("Nobody")


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, user: Person) -> Self:
        """Return public citations, and for signed-in readers those for members."""
        if user.is_authenticated:
            return self.exclude(audience=Audience.NONE)
        return self.filter(audience=Audience.PUBLIC)

    def of(self, record: Record) -> Self:
        """Return citations of any version of the record, or of records merged into it."""
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
