"""Places at events, and the waiting list."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.types import Person
from events.models.events import Event, EventQuerySet
from events.states import LIVE_STATES, TAKING_STATES, EventState, RegistrationState, Seat


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own; hosts and staff see those of their events on pages that ask for it."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def registered(self) -> Self:
        return self.filter(state=RegistrationState.REGISTERED)

    def waiting(self) -> Self:
        """Return those on the waiting list whose accounts are open, in its order."""
        waiting = self.filter(state=RegistrationState.WAITING)
        return waiting.filter(user__is_active=True, user__closed_at=None).order_by("number")

    def taking(self) -> Self:
        """Return those that take a place, or for which one is held."""
        return self.filter(state__in=TAKING_STATES)

    def live(self) -> Self:
        """Return those that are neither withdrawn nor lapsed."""
        return self.filter(state__in=LIVE_STATES)

    def ahead(self, now: dt.datetime) -> Self:
        """Return those of events that take place and have not begun."""
        return self.filter(event__state=EventState.PUBLISHED, event__starts_at__gt=now)

    def locked(self) -> Self:
        """Lock the rows; take the lock of the event before."""
        return self.select_for_update(of=("self",), no_key=True).select_related("user")


class Registration(models.Model):
    """What one person has at one event: a place, or a number on the waiting list.

    Numbers are given under the lock of the event, so that they are the order in which people came. Whoever withdraws
    and comes again gets a new one.
    """

    class Meta:
        constraints = [
            only_choices("seat", Seat.values, name="registration_seat_known"),
            only_choices("state", RegistrationState.values, name="registration_state_known"),
            models.UniqueConstraint(fields=["event", "user"], name="registration_is_one"),
            models.UniqueConstraint(fields=["event", "number"], name="registration_has_its_number"),
            models.CheckConstraint(
                condition=Q(has_come=None) | Q(state=RegistrationState.REGISTERED),
                name="registration_came_with_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(offered_until__isnull=False),
                name="registration_is_offered_until_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "seat", "state", "number"], name="registration_in_order"),
            models.Index(fields=["user", "state"], name="registration_of_user"),
            models.Index(
                fields=["offered_until"],
                condition=Q(state=RegistrationState.OFFERED),
                name="registration_offers",
            ),
        ]

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="event_registrations"
    )
    seat = models.CharField(_("takes part"), max_length=10, choices=Seat)
    state = models.CharField(max_length=10, choices=RegistrationState)
    number = models.PositiveIntegerField(editable=False)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    offered_until = models.DateTimeField(null=True, editable=False)
    # Raised when the place is given up or taken again: the entry in this person's calendar is that much newer.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # Whether the person came, as a host ticked it; nothing as long as nobody has.
    has_come = models.BooleanField(_("attended"), null=True, editable=False)
    # The hours of the latest reminder: 168, 24, 1. Nothing before the first, and again after a move.
    reminded_hours = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} at {self.event_id}"

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.event_id])

    @property
    def is_registered(self) -> bool:
        return self.state == RegistrationState.REGISTERED

    @property
    def is_live(self) -> bool:
        """Tell whether it is a place, an offer, or a number on the waiting list."""
        return self.state in LIVE_STATES


def with_taken(events: EventQuerySet) -> EventQuerySet:
    """Add ``taken_in_person`` and ``taken_online`` to events: the places that are taken or held."""
    return events.annotate(**{f"taken_{seat}": _taken(seat) for seat in Seat.values})


def _taken(seat: str) -> Coalesce:
    rows = Registration.objects.taking().filter(event=OuterRef("pk"), seat=seat)
    counted = rows.order_by().values("event").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
