"""The terms by which works are found: population groups and settings."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from library.vocabularies.choices import TermKind


class TermQuerySet(models.QuerySet["Term"]):
    def in_order(self) -> Self:
        return self.order_by("kind", "position", "pk")


class Term(models.Model):
    """A population group or a setting. Its code is permanent and never used again."""

    Kind = TermKind

    class Meta:
        constraints = [
            not_blank("label", name="term_has_a_label"),
            only_choices("kind", TermKind.values, name="term_kind_known"),
        ]

    kind = models.CharField(_("kind"), max_length=10, choices=TermKind)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("label"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)

    objects = TermQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label
