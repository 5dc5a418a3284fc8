"""Sessions of a match."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from mentoring.models.matches import Match
from mentoring.models.series import SessionSeries
from mentoring.states import SessionState


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(match__mentor=user) | Q(match__mentee=user))

    def of_any(self, people: Iterable[int]) -> Self:
        """Return the sessions that one of these people, given by their keys, sees as mentor or mentee."""
        keys = list(people)
        return self.filter(Q(match__mentor__in=keys) | Q(match__mentee__in=keys))

    def booked(self) -> Self:
        return self.filter(state=SessionState.BOOKED)

    def standing(self) -> Self:
        """Return all but cancelled sessions."""
        return self.exclude(state=SessionState.CANCELLED)

    def upcoming(self, now: dt.datetime) -> Self:
        """Booked and not over yet."""
        return self.booked().filter(ends_at__gt=now)

    def to_be_recorded(self, now: dt.datetime) -> Self:
        """Return sessions that are over and not recorded as held or missed."""
        return self.booked().filter(ends_at__lte=now)


# A session that begins a little early may also be recorded a little early.
EARLY = dt.timedelta(minutes=15)


class Session(models.Model):
    """A session of the two: a moment in UTC, and the time zone it was agreed in."""

    class Meta:
        constraints = [
            only_choices("state", SessionState.values, name="session_state_known"),
            not_blank("place_or_link", name="session_has_a_place"),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=480),
                name="session_lasts_10_minutes_to_8_hours",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            ),
            models.UniqueConstraint(fields=["match", "form_key"], name="session_sent_once"),
            models.CheckConstraint(
                condition=Q(series=None, slot_on=None)
                | Q(series__isnull=False, slot_on__isnull=False),
                name="session_of_a_series_has_its_day_in_it",
            ),
            models.UniqueConstraint(
                fields=["series", "slot_on"],
                condition=~Q(state=SessionState.CANCELLED),
                name="session_one_for_a_day_of_its_series",
            ),
        ]
        indexes = [
            models.Index(fields=["match", "state", "starts_at"], name="session_of_match"),
            models.Index(
                fields=["starts_at"], condition=Q(state=SessionState.BOOKED), name="session_booked"
            ),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="sessions")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    series = models.ForeignKey(
        SessionSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    # The day that the rhythm of the series gave it, by which calendars know it wherever it is moved to.
    slot_on = models.DateField(null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    # Kept beside the start so that one index answers "is it over", on every database.
    ends_at = models.DateTimeField(_("ends"), editable=False)
    time_zone = models.CharField(_("time zone"), max_length=50)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place_or_link = models.CharField(_("place or link"), max_length=300)
    summary = models.TextField(_("what we did and agreed"), max_length=5_000, blank=True)
    summary_html = models.TextField(editable=False, blank=True)
    state = models.CharField(max_length=20, choices=SessionState, default=SessionState.BOOKED)
    # Identity and revision of the calendar entry (RFC 5545: UID, SEQUENCE, LAST-MODIFIED).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = SessionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Mentoring session"))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:session_detail", args=[self.pk])

    def may_be_recorded(self, now: dt.datetime) -> bool:
        """Tell whether the session may be recorded as held or missed by now."""
        return self.state == SessionState.BOOKED and self.starts_at - EARLY <= now

    def is_ahead(self, now: dt.datetime) -> bool:
        """Tell whether it is booked and not over yet."""
        return self.state == SessionState.BOOKED and self.ends_at > now

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_link(self) -> bool:
        """Tell whether the place is a web address."""
        return self.place_or_link.startswith(("https://", "http://"))
