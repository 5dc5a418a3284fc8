"""Series of sessions, and the hours in which people are usually free."""

import datetime as dt
import uuid
import zoneinfo
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.times.rhythm import Rhythm
from core.types import Person
from mentoring.models.matches import Match

MOST_SESSIONS = 26
DAY_MINUTES = 24 * 60


class SessionSeriesQuerySet(models.QuerySet["SessionSeries"]):
    def visible_to(self, user: Person) -> Self:
        """Return the series of one's own matches; no role sees those of others."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(match__mentor=user) | Q(match__mentee=user))

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).select_related("match__mentor", "match__mentee")


class SessionSeries(models.Model):
    """Sessions that were booked together: one time of day in one zone, on days that a rhythm gives.

    Each is a session of its own, which can be moved or cancelled alone; its ``slot_on`` is the day that the rhythm
    gave it. In calendars the series is one entry that recurs.
    """

    class Meta:
        verbose_name_plural = "session series"
        constraints = [
            only_choices("rhythm", Rhythm.values, name="session_series_rhythm_known"),
            not_blank("place_or_link", name="session_series_has_a_place"),
            models.CheckConstraint(
                condition=Q(times__gte=1, times__lte=MOST_SESSIONS),
                name="session_series_has_1_to_26_sessions",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=480),
                name="session_series_lasts_10_minutes_to_8_hours",
            ),
            models.UniqueConstraint(fields=["match", "form_key"], name="session_series_sent_once"),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="session_series")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    rhythm = models.CharField(_("rhythm"), max_length=20, choices=Rhythm)
    first_on = models.DateField(_("first day"))
    # A monthly one is on the last such weekday of each month, although its first day is the fourth as well.
    on_last = models.BooleanField(default=False, editable=False)
    time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=50)
    times = models.PositiveSmallIntegerField(_("number of sessions"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place_or_link = models.CharField(_("place or link"), max_length=300)
    # Identity and revision of the calendar entry: a change of any of its sessions raises the number.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    # The series that this one was part of until its sessions moved without those before them.
    moved_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_on"
    )

    objects = SessionSeriesQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Series of sessions"))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:series_detail", args=[self.pk])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def moment_on(self, day: dt.date) -> dt.datetime:
        """Return the moment of the series on this day; where the clocks skip it, the hour after."""
        return dt.datetime.combine(day, self.time, self.zone)


class FreeHours(models.Model):
    """Hours of a weekday in which a person is usually free, by the clock of wherever they live."""

    class Meta:
        verbose_name_plural = "free hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="free_hours_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins"), ends__lte=DAY_MINUTES),
                name="free_hours_end_after_their_beginning",
            ),
            models.UniqueConstraint(
                fields=["user", "weekday", "begins"], name="free_hours_begin_once"
            ),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="free_hours"
    )
    # Monday is 0. Both are minutes since midnight; a day ends at 1440.
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    begins = models.PositiveSmallIntegerField(_("begins"))
    ends = models.PositiveSmallIntegerField(_("ends"))

    def __str__(self) -> str:
        return f"{self.weekday}: {self.begins} to {self.ends}"
