"""Registering for events, taking an offered place, and withdrawing; who is away loses their place to the next."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from events import kinds
from events.actions.locking import lock_event
from events.actions.places import free_places, give_up, next_number, pass_on
from events.actions.telling import tell_one
from events.models import Event, Registration
from events.models.events import open_to
from events.refusals import (
    AlreadyRegistered,
    EventHasStarted,
    NoSuchSeat,
    NotForYou,
    OfferExpired,
    RegistrationClosed,
)
from events.states import REGISTRATION_FLOW, EventAccess, EventState, RegistrationState


@transaction.atomic
def register(*, event: Event, user: User, seat: str, at: dt.datetime) -> Registration:
    """Give the person a place, or the next number on the waiting list where none is free. Repeats safely.

    Nobody passes those who wait, but in the last two hours, when places are offered no more: then a free one goes to
    whoever takes it, also from the waiting list. Raises ``RegistrationClosed``, ``EventHasStarted``, ``NotForYou``,
    ``NoSuchSeat`` and ``AlreadyRegistered``.
    """
    mine, is_news = take_place(lock_event(event), user, seat, at=at)
    if is_news:
        kind = kinds.REGISTERED if mine.is_registered else kinds.WAITING
        tell_one(mine, kind, by=user, at=at)
    return mine


def take_place(
    event: Event, user: User, seat: str, *, at: dt.datetime
) -> tuple[Registration, bool]:
    """Register the person as ``register`` does, without telling; say whether anything has changed.

    The caller holds the lock of the event.
    """
    _check_open(event, user, seat, at)
    pass_on(event, at=at)
    mine = Registration.objects.filter(event=event, user=user).locked().first()
    if mine is not None and mine.is_live and mine.seat != seat:
        raise AlreadyRegistered
    has_place = _has_place(event, seat, at)
    may_take = has_place and mine is not None and mine.state == RegistrationState.WAITING
    if mine is not None and mine.is_live and not may_take:
        return mine, False
    state = RegistrationState.REGISTERED if has_place else RegistrationState.WAITING
    if mine is None:
        mine = Registration.objects.create(
            event=event,
            user=user,
            seat=seat,
            state=state,
            number=next_number(event),
            registered_at=at,
        )
    else:
        _come_again(mine, event, seat, is_registered=has_place, at=at)
    mine.event, mine.user = event, user
    return mine, True


def _check_open(event: Event, user: User, seat: str, at: dt.datetime) -> None:
    if event.state != EventState.PUBLISHED:
        raise RegistrationClosed
    if event.starts_at <= at:
        raise EventHasStarted
    if not Event.objects.filter(open_to(user), pk=event.pk).exists():
        raise NotForYou
    if seat not in event.seats:
        raise NoSuchSeat


def _has_place(event: Event, seat: str, at: dt.datetime) -> bool:
    """Tell whether somebody who registers now gets a place."""
    if free_places(event, seat) == 0:
        return False
    waiting = Registration.objects.filter(event=event, seat=seat).waiting()
    return at >= event.offers_end_at or not waiting.exists()


def _come_again(
    mine: Registration, event: Event, seat: str, *, is_registered: bool, at: dt.datetime
) -> None:
    mine.number = next_number(event)
    mine.seat = seat
    mine.registered_at = at
    mine.revision += 1
    mine.reminded_hours = None
    mine.save(update_fields=["number", "seat", "registered_at", "revision", "reminded_hours"])
    move = "take" if is_registered else "wait"
    REGISTRATION_FLOW.make(move, mine, actor=mine.user, at=at)


@transaction.atomic
def accept_offer(*, event: Event, user: User, at: dt.datetime) -> Registration:
    """Take the place that is offered to the person. Repeats safely.

    Raises ``RegistrationClosed``, ``OfferExpired``, and ``NotForYou`` for somebody whom nobody lets in any more.
    """
    event = lock_event(event)
    mine = Registration.objects.filter(event=event, user=user).locked().first()
    if mine is not None and mine.is_registered:
        return mine
    if event.state != EventState.PUBLISHED:
        raise RegistrationClosed
    is_offered = mine is not None and mine.state == RegistrationState.OFFERED
    if mine is None or not is_offered or not mine.offered_until or mine.offered_until <= at:
        raise OfferExpired
    if not Event.objects.filter(open_to(user), pk=event.pk).exists():
        raise NotForYou
    REGISTRATION_FLOW.make("accept", mine, actor=user, at=at)
    mine.offered_until = None
    mine.revision += 1
    mine.save(update_fields=["offered_until", "revision"])
    mine.event = event
    tell_one(mine, kinds.REGISTERED, by=user, at=at)
    return mine


@transaction.atomic
def withdraw(
    *, event: Event, user: User, by: User | None, at: dt.datetime, text: str = ""
) -> Registration | None:
    """Give up the place, the offer or the number on the waiting list; what is free then is offered on.

    Repeats safely. Raises ``EventHasStarted``. Who had a place gets a mail that takes it out of their calendar.
    """
    event = lock_event(event)
    mine, had_place = leave_place(event, user, by=by, at=at)
    if mine is not None and had_place and event.state == EventState.PUBLISHED:
        tell_one(mine, kinds.WITHDRAWN, by=by, at=at, text=text)
    return mine


def leave_place(
    event: Event, user: User, *, by: User | None, at: dt.datetime
) -> tuple[Registration | None, bool]:
    """Withdraw as ``withdraw`` does, without telling; say whether the person had a place.

    The caller holds the lock of the event.
    """
    mine = Registration.objects.filter(event=event, user=user).locked().first()
    if mine is None or not mine.is_live:
        return mine, False
    if event.starts_at <= at:
        raise EventHasStarted
    had_place = mine.is_registered
    mine.event = event
    give_up(mine, "withdraw", by=by, at=at)
    pass_on(event, at=at)
    return mine, had_place


def leave_all_events(*, user: User, at: dt.datetime) -> None:
    """Give up what the person has at coming events, also as a host, when the account ends. Repeats safely."""
    for event in Event.objects.filter(starts_at__gt=at, hosts=user).order_by("pk"):
        event.hosts.remove(user)
    mine = Registration.objects.filter(user=user, event__starts_at__gt=at).live()
    for registration in mine.select_related("event").order_by("event"):
        withdraw(event=registration.event, user=user, by=None, at=at)


def leave_for_closed_accounts(*, at: dt.datetime) -> int:
    """Do so for every account closed or about to be that was not announced; return how many."""
    live = Registration.objects.live().filter(event__starts_at__gt=at).values("user")
    hosting = Event.objects.filter(starts_at__gt=at).values("hosts")
    people = list(User.objects.gone().filter(Q(pk__in=live) | Q(pk__in=hosting)).order_by("pk"))
    for user in people:
        leave_all_events(user=user, at=at)
    return len(people)


def end_registrations_of_absent(
    *, at: dt.datetime, user: User | None = None, among: Iterable[int] | None = None
) -> int:
    """End what suspended people have at coming events, and those whom nobody lets in any more; return how many.

    With a ``user`` and keys of events ``among`` these alone, for whoever has just ended what let the person in.
    Repeats safely.
    """
    let_in = Event.objects.filter(open_to(OuterRef(OuterRef("user"))), pk=OuterRef("event"))
    outside = Q(event__access=EventAccess.GROUP) & ~Exists(let_in)
    ahead = Registration.objects.live().ahead(at)
    absent = ahead.filter(Q(user__is_active=False) | outside)
    if user is not None:
        absent = absent.filter(user=user)
    if among is not None:
        absent = absent.filter(event__in=among)
    rows = list(absent.select_related("event", "user").order_by("event", "number"))
    for row in rows:
        withdraw(event=row.event, user=row.user, by=None, at=at)
    return len(rows)


def pass_on_places(*, at: dt.datetime) -> int:
    """Pass on every place whose offer has run out, or that is free while somebody waits; return how many events.

    Repeats safely.
    """
    live = Registration.objects.ahead(at)
    late = live.filter(state=RegistrationState.OFFERED, offered_until__lte=at)
    waiting = live.filter(state=RegistrationState.WAITING)
    due = Event.objects.filter(Q(pk__in=late.values("event")) | Q(pk__in=waiting.values("event")))
    events = list(due.order_by("pk"))
    for event in events:
        _pass_on(event, at)
    return len(events)


@transaction.atomic
def _pass_on(event: Event, at: dt.datetime) -> None:
    pass_on(lock_event(event), at=at)
