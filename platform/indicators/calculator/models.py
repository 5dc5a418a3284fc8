"""Data sets: figures that a person saved from the calculator, to come back to them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from core.types import Person


class DataSetQuerySet(models.QuerySet["DataSet"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own data sets: they are nobody else's."""
        return self.kept().filter(owner=user) if user.is_authenticated else self.none()

    def kept(self) -> Self:
        """Return those that nobody deleted."""
        return self.filter(deleted_at=None)


class DataSet(models.Model):
    """Pasted figures with what was said about them, under a name. Only their owner sees them."""

    class Meta:
        constraints = [
            not_blank("name", name="dataset_has_a_name"),
            not_blank("query", name="dataset_has_figures"),
        ]
        indexes = [models.Index(fields=["owner", "-changed_at"], name="dataset_newest")]

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_sets"
    )
    name = models.CharField(_("name"), max_length=100)
    # The question as the address of the calculator has it: ``Question.to_query``.
    query = models.TextField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # A day later it is erased. Until then it can be brought back, and what was taken from it knows it again.
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = DataSetQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:data_set_detail", args=[self.pk])
