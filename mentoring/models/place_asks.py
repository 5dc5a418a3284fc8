"""When a full mentor was asked for one more place."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentoring.models.mentors import MentorProfile
from mentoring.models.searches import MentorSearch

ASKED_AGAIN_AFTER = dt.timedelta(days=14)


class PlaceAskQuerySet(models.QuerySet["PlaceAsk"]):
    def lately(self, at: dt.datetime) -> Self:
        """Return what was asked so short a while ago that the mentor is not asked again."""
        return self.filter(asked_at__gt=at - ASKED_AGAIN_AFTER)


class PlaceAsk(models.Model):
    """That a full mentor was asked for one more place, for a search that goes on. The mentor is not told whose."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "search"], name="place_ask_one_per_mentor_and_search"
            )
        ]
        indexes = [models.Index(fields=["mentor", "-asked_at"], name="place_ask_newest")]

    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="place_asks")
    search = models.ForeignKey(MentorSearch, on_delete=models.CASCADE, related_name="place_asks")
    asked_at = models.DateTimeField(_("asked"))

    objects = PlaceAskQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.mentor_id} ({self.asked_at:%Y-%m-%d})"
