"""Who follows which indicator or place."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.types import Person
from indicators.catalogue.models.indicators import Indicator
from library.vocabularies.models import Place


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: Person) -> Self:
        """Return what the reader follows."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class Follow(models.Model):
    """A person hears of new figures of an indicator, or of a place."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator=None, place__isnull=False)
                | Q(indicator__isnull=False, place=None),
                name="follow_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "indicator"], name="follow_indicator_once"),
            models.UniqueConstraint(fields=["user", "place"], name="follow_place_once"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="figures_followed"
    )
    indicator = models.ForeignKey(
        Indicator, null=True, on_delete=models.CASCADE, related_name="followers"
    )
    place = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="followers")
    since = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.indicator_id or self.place_id}"
