"""Series of events: made together, in a rhythm."""

import datetime as dt
import uuid
import zoneinfo

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.times.rhythm import Rhythm, days_of

FEWEST_EVENTS, MOST_EVENTS = 2, 26


class EventSeries(models.Model):
    """Events that were made together: one time of day in one zone, on days that a rhythm gives.

    Each is an event of its own with places of its own, which can be moved or cancelled alone; its ``slot_on`` is the
    day that the rhythm gave it. In calendars the series is one entry that recurs.
    """

    class Meta:
        verbose_name_plural = "event series"
        constraints = [
            only_choices("rhythm", Rhythm.values, name="event_series_rhythm_known"),
            models.CheckConstraint(
                condition=Q(times__gte=FEWEST_EVENTS, times__lte=MOST_EVENTS),
                name="event_series_has_2_to_26_events",
            ),
        ]

    title = models.CharField(_("title"), max_length=200)
    rhythm = models.CharField(_("rhythm"), max_length=20, choices=Rhythm)
    first_on = models.DateField(_("first day"))
    time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=50)
    times = models.PositiveSmallIntegerField(_("number of events"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series_detail", args=[self.pk])

    def days(self) -> list[dt.date]:
        """Return the days of the rhythm."""
        return days_of(self.rhythm, self.first_on, self.times)

    def moment_on(self, day: dt.date) -> dt.datetime:
        """Return the moment of the series on this day; where the clocks skip it, the hour after."""
        return dt.datetime.combine(day, self.time, zoneinfo.ZoneInfo(self.time_zone))
