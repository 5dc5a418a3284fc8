"""The ways to take part in an event, with how many places are free."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from events.models import Event, Registration
from events.states import RegistrationState, Seat

_FEW = 20


@dataclass(frozen=True)
class SeatOnPage:
    """One way to take part, as a reader sees it. ``action`` is what its button says; nothing without one."""

    seat: str
    label: StrOrPromise
    free: str
    action: str


def seat_of(event: Event, seat: Seat, mine: Registration | None, now: dt.datetime) -> SeatOnPage:
    """Describe a way to take part in an event ``with_taken``."""
    left = places_left(event, seat)
    return SeatOnPage(
        seat.value, seat.label, words_for(left), _action(event, seat, mine, left, now)
    )


def places_left(event: Event, seat: str) -> int | None:
    """Return how many places are free at an event ``with_taken``; nothing where there is room for everyone."""
    capacity = event.capacity_of(seat)
    taken: int = getattr(event, f"taken_{seat}")
    return None if capacity is None else max(0, capacity - taken)


def words_for(left: int | None) -> str:
    """Say how many places are free, where that is worth knowing."""
    if left is None or left > _FEW:
        return _("Places are free")
    if left == 0:
        return _("All places are taken")
    return ngettext("%(left)d place is free", "%(left)d places are free", left) % {"left": left}


def _action(
    event: Event, seat: Seat, mine: Registration | None, left: int | None, now: dt.datetime
) -> str:
    if not event.is_ahead(now):
        return ""
    if mine is not None and mine.is_live:
        is_late = mine.state == RegistrationState.WAITING and now >= event.offers_end_at
        return _("Take the free place") if is_late and mine.seat == seat and left != 0 else ""
    if left == 0:
        return _("Join the waiting list")
    if len(event.seats) == 1:
        return _("Register")
    return _("Register in person") if seat == Seat.IN_PERSON else _("Register online")
