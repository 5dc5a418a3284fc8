"""Free places: offered to the waiting list in its order, for a time, and then to the next.

Every function here is called with the lock of the event, which comes before the locks of its registrations.
"""

import datetime as dt

from django.db.models import Max

from accounts.models import User
from events import kinds
from events.actions.telling import tell_one
from events.models import Event, Registration
from events.states import REGISTRATION_FLOW, EventState, RegistrationState, Seat

OFFERED_FOR = dt.timedelta(hours=48)


def free_places(event: Event, seat: str) -> int | None:
    """Return how many places of this kind are free; nothing where there is room for everyone."""
    capacity = event.capacity_of(seat)
    if capacity is None:
        return None
    return max(0, capacity - Registration.objects.filter(event=event, seat=seat).taking().count())


def next_number(event: Event) -> int:
    """Return the number of whoever comes next."""
    last = Registration.objects.filter(event=event).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def pass_on(event: Event, *, at: dt.datetime) -> int:
    """End the offers whose time is up, and offer all free places to those who wait longest; return how many.

    Repeats safely. From two hours before the start nothing is offered any more.
    """
    late = Registration.objects.filter(event=event, state=RegistrationState.OFFERED)
    for registration in late.filter(offered_until__lte=at).locked().order_by("number"):
        registration.event = event
        give_up(registration, "lapse", by=None, at=at)
        tell_one(registration, kinds.LAPSED, by=None, at=at)
    if event.state != EventState.PUBLISHED or at >= event.offers_end_at:
        return 0
    return sum(_offer(event, seat, at=at) for seat in event.seats)


def give_up(registration: Registration, move: str, *, by: User | None, at: dt.datetime) -> None:
    """Make this move out of a place, an offer or the waiting list."""
    REGISTRATION_FLOW.make(move, registration, actor=by, at=at)
    registration.offered_until = None
    registration.revision += 1
    registration.save(update_fields=["offered_until", "revision"])


def _offer(event: Event, seat: Seat, *, at: dt.datetime) -> int:
    free = free_places(event, seat)
    waiting = Registration.objects.filter(event=event, seat=seat).waiting().locked()
    chosen = list(waiting if free is None else waiting[:free])
    for registration in chosen:
        registration.event = event
        registration.offered_until = min(at + OFFERED_FOR, event.offers_end_at)
        registration.save(update_fields=["offered_until"])
        REGISTRATION_FLOW.make("offer", registration, actor=None, at=at)
        tell_one(registration, kinds.OFFERED, by=None, at=at)
    return len(chosen)
