"""Events: when, where, with whom and for whom."""

import datetime as dt
import uuid
import zoneinfo
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.constraints import in_order, not_blank, only_choices
from core.types import Person
from events.audiences import let_in_by_others, managed_through_others, secret_events
from events.models.series import EventSeries
from events.states import (
    IN_PERSON_MODES,
    ONLINE_MODES,
    EventAccess,
    EventMode,
    EventState,
    RecordingReaders,
    Seat,
)
from library.catalogue.models import Record
from library.vocabularies.models import Topic

# They make events, and look after all of them.
STAFF_ROLES = (Role.FACILITATOR, Role.EDITOR, Role.ADMINISTRATOR)
LEAST_MINUTES, MOST_MINUTES = 10, 24 * 60
MOST_PLACES = 10_000
OFFERS_END_BEFORE = dt.timedelta(hours=2)


def is_organiser(user: Person) -> bool:
    """Tell whether this person makes events and looks after all of them, by their role."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or any(user.has_role(role) for role in STAFF_ROLES)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Person) -> Self:
        """Return public events for everyone, those that let the reader in, and drafts for hosts and staff alone.

        Whoever has ever registered keeps seeing the event, and so what became of it; but not one that is for its
        audience alone, of which others know nothing.
        """
        if not user.is_authenticated:
            return self.listed()
        if is_organiser(user):
            return self._looked_after_by_staff(user)
        known = open_to(user) | (Q(registrations__user=user) & ~secret_events())
        seen = self.filter(_in_charge(user) | (~Q(state=EventState.DRAFT) & known))
        return self.filter(pk__in=seen.order_by().values("pk"))

    def managed_by(self, user: Person) -> Self:
        """Return the events that this person looks after: all for who makes events, their own for hosts."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self._looked_after_by_staff(user)
        return self.filter(_in_charge(user))

    def _looked_after_by_staff(self, user: User) -> Self:
        """Return all events; those for an audience alone only for administrators and who is let in."""
        if user.is_superuser or user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(known_to(user))

    def listed(self) -> Self:
        """Return what everyone may know of."""
        return self.filter(access=EventAccess.PUBLIC).exclude(state=EventState.DRAFT)

    def published(self) -> Self:
        """Return events that take place, or have."""
        return self.filter(state=EventState.PUBLISHED)

    def upcoming(self, now: dt.datetime) -> Self:
        """Return events that are not over, the soonest first. A cancelled one stays until its time has passed."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> Self:
        """Return events that are over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")


def known_to(reader: Any) -> Q:
    """Return the condition on events that this reader, who has to do with events, may know that there is such a one."""
    return ~secret_events() | let_in_by_others(reader)


def _in_charge(user: User) -> Q:
    """Return the condition on events that this person hosts, or looks after for the thing that they belong to."""
    hosted = Event.hosts.through._default_manager.filter(user=user).values("event")
    return Q(pk__in=hosted) | managed_through_others(user)


def open_to(reader: Any) -> Q:
    """Return the condition on events that are no drafts: this reader may know of them and come."""
    return Q(access=EventAccess.PUBLIC) | let_in_by_others(reader)


class Event(models.Model):
    """A moment in UTC and the zone that it was announced in, with people who come to one place, one link, or either."""

    class Meta:
        constraints = [
            not_blank("title", name="event_has_a_title"),
            only_choices("state", EventState.values, name="event_state_known"),
            only_choices("mode", EventMode.values, name="event_mode_known"),
            only_choices("access", EventAccess.values, name="event_access_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
                name="event_lasts_10_minutes_to_a_day",
            ),
            in_order("starts_at", "ends_at", name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(mode__in=IN_PERSON_MODES) | Q(place="", capacity_in_person=None),
                name="event_has_a_place_only_in_person",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=ONLINE_MODES) | Q(join_link="", capacity_online=None),
                name="event_has_a_link_only_online",
            ),
            models.CheckConstraint(
                condition=~Q(mode__in=IN_PERSON_MODES) | ~Q(place=""),
                name="event_in_person_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(capacity_in_person=None)
                | Q(capacity_in_person__gte=1, capacity_in_person__lte=MOST_PLACES),
                name="event_takes_somebody_in_person",
            ),
            models.CheckConstraint(
                condition=Q(capacity_online=None)
                | Q(capacity_online__gte=1, capacity_online__lte=MOST_PLACES),
                name="event_takes_somebody_online",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.DRAFT) | Q(published_at__isnull=False),
                name="event_was_published_at_a_moment",
            ),
            only_choices(
                "recording_for", RecordingReaders.values, name="event_recording_readers_known"
            ),
            models.CheckConstraint(
                condition=Q(recording_link="") | ~Q(recording_consent=""),
                name="event_is_recorded_with_consent",
            ),
            models.UniqueConstraint(fields=["created_by", "form_key"], name="event_sent_once"),
            models.CheckConstraint(
                condition=Q(series=None, slot_on=None)
                | Q(series__isnull=False, slot_on__isnull=False),
                name="event_of_a_series_has_its_day_in_it",
            ),
            models.UniqueConstraint(fields=["series", "slot_on"], name="event_one_for_a_day"),
        ]
        indexes = [
            models.Index(fields=["ends_at"], name="event_by_its_end"),
            models.Index(
                fields=["starts_at"], condition=Q(state=EventState.PUBLISHED), name="event_by_start"
            ),
        ]

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    about = models.TextField(_("what it is about"), max_length=10_000, blank=True)
    about_html = models.TextField(editable=False, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="events")
    hosts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("hosts"), related_name="hosted_events"
    )
    series = models.ForeignKey(
        EventSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    # The day that the rhythm of the series gave it, by which calendars know it wherever it is moved to.
    slot_on = models.DateField(null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    # Kept beside the start so that one index answers "is it over", on every database.
    ends_at = models.DateTimeField(_("ends"), editable=False)
    time_zone = models.CharField(_("time zone"), max_length=50)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    mode = models.CharField(_("how people take part"), max_length=10, choices=EventMode)
    place = models.CharField(_("place"), max_length=300, blank=True)
    join_link = models.URLField(_("link to join"), max_length=500, blank=True)
    # Nothing means that there is room for everyone.
    capacity_in_person = models.PositiveIntegerField(_("places in person"), null=True, blank=True)
    capacity_online = models.PositiveIntegerField(_("places online"), null=True, blank=True)
    access = models.CharField(
        _("who can come"), max_length=10, choices=EventAccess, default=EventAccess.PUBLIC
    )
    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.DRAFT
    )
    recording_link = models.URLField(_("recording"), max_length=500, blank=True)
    recording_consent = models.CharField(
        _("who agreed to the recording"), max_length=500, blank=True
    )
    recording_for = models.CharField(
        _("who can find the recording"),
        max_length=10,
        choices=RecordingReaders,
        default=RecordingReaders.PLACES,
    )
    slides = models.ManyToManyField(Record, through="EventRecord", related_name="events")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    # Identity and revision of the calendar entry (RFC 5545: UID, SEQUENCE, LAST-MODIFIED).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.pk])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_in_person(self) -> bool:
        return self.mode in IN_PERSON_MODES

    @property
    def is_online(self) -> bool:
        return self.mode in ONLINE_MODES

    @property
    def seats(self) -> list[Seat]:
        """Return the ways in which people can take part."""
        return [
            *([Seat.IN_PERSON] if self.is_in_person else []),
            *([Seat.ONLINE] if self.is_online else []),
        ]

    def capacity_of(self, seat: str) -> int | None:
        """Return how many places there are; nothing where there is room for everyone."""
        return self.capacity_in_person if seat == Seat.IN_PERSON else self.capacity_online

    @property
    def offers_end_at(self) -> dt.datetime:
        """Return when free places are offered no more, and go to whoever comes first."""
        return self.starts_at - OFFERS_END_BEFORE

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether its time has passed."""
        return self.ends_at <= now

    def is_ahead(self, now: dt.datetime) -> bool:
        """Tell whether it takes place and has not begun."""
        return self.state == EventState.PUBLISHED and self.starts_at > now


class EventRecord(models.Model):
    """A record of the library with the slides of an event, or another paper of it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "record"], name="eventrecord_is_one"),
        ]

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="papers")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="event_papers")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.record_id} of {self.event_id}"
