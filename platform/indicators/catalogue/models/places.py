"""The codes by which statistics name places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from library.vocabularies.models import Place


class PlaceCode(models.Model):
    """A code by which tables of figures name a place: of a statistical office, or ISO 3166 for a country."""

    class Meta:
        constraints = [not_blank("code", name="place_code_is_not_empty")]

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes_of_statistics")
    code = models.CharField(_("code"), max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code
