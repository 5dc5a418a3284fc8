"""Series of events: made and published together, registered for as a whole, and cancelled from one event on.

Where several events are locked, that is in the order of their keys.
"""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from events import kinds
from events.actions.events import call_off, draft_event, edit_event, fitting, publish_locked
from events.actions.registrations import leave_place, take_place
from events.actions.telling import tell, tell_of_series
from events.models import Event, EventSeries, Registration
from events.models.events import EventQuerySet
from events.refusals import AlreadyRegistered, EventHasStarted, NoSuchSeat
from events.states import EventState
from events.uses import tell_of_publication
from library.vocabularies.models import Topic


@transaction.atomic
def create_series(
    *,
    by: User,
    rhythm: str,
    moments: Sequence[dt.datetime],
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int,
    topics: Iterable[Topic],
    hosts: Iterable[User],
    key: uuid.UUID,
    at: dt.datetime,
    **words: Any,
) -> Event:
    """Make drafts of events at these moments of the rhythm, and return the first. As ``create_event`` otherwise."""
    words = fitting(words)
    times = {"starts_at": starts_at, "time_zone": time_zone, "minutes": minutes}
    first = first_result(Event.objects.filter(created_by=by), key, **times, **words)
    if first:
        return first
    series = EventSeries(
        title=words["title"], rhythm=rhythm, time_zone=time_zone, times=len(moments), changed_at=at
    )
    local = moments[0].astimezone(zoneinfo.ZoneInfo(time_zone))
    series.first_on, series.time = local.date(), local.time()
    series.save()
    made = [
        draft_event(
            by=by,
            starts_at=moment,
            time_zone=time_zone,
            minutes=minutes,
            topics=topics,
            hosts=hosts,
            # A second submit of the form finds the first event by its key.
            key=key if number == 0 else uuid.uuid4(),
            at=at,
            series=series,
            slot_on=day,
            **words,
        )
        for number, (day, moment) in enumerate(zip(series.days(), moments, strict=True))
    ]
    return made[0]


def other_drafts(event: Event, *, by: User) -> list[Event]:
    """Return the other drafts of the series of a draft that this person looks after."""
    if event.series_id is None or event.state != EventState.DRAFT:
        return []
    drafts = Event.objects.managed_by(by).filter(series=event.series_id, state=EventState.DRAFT)
    return list(drafts.exclude(pk=event.pk).order_by("pk"))


@transaction.atomic
def edit_drafts(*, event: Event, by: User, opened_at: int | None, **words: Any) -> Event:
    """Edit a draft and the other drafts of its series alike that this person looks after. Raises as ``edit_event`` does."""
    words["topics"], words["hosts"] = list(words["topics"]), list(words["hosts"])
    others = other_drafts(event, by=by)
    _locked(Event.objects.filter(pk__in=[event.pk, *(other.pk for other in others)]))
    edited = edit_event(event=event, by=by, opened_at=opened_at, **words)
    for other in others:
        edit_event(event=other, by=by, opened_at=None, **words)
    if event.series_id is not None:
        EventSeries.objects.filter(pk=event.series_id).update(title=edited.title)
    return edited


@transaction.atomic
def publish_series(*, series: EventSeries, by: User, at: dt.datetime) -> int:
    """Publish the drafts of the series that are to come and that this person looks after, and return how many."""
    mine = Event.objects.managed_by(by)
    drafts = _locked(mine.filter(series=series, state=EventState.DRAFT, starts_at__gt=at))
    published = [publish_locked(event, by=by, at=at) for event in drafts]
    if published:
        tell_of_publication(published, at)
    return len(published)


@transaction.atomic
def register_for_series(
    *, series: EventSeries, user: User, seat: str, at: dt.datetime
) -> list[Registration]:
    """Register for every event of the series that is to come, and return what is new: places and waiting lists.

    Events in which the person takes part already, or that take place in another way, stay as they are. They are told
    once. Raises ``EventHasStarted`` when none is to come, and ``NotForYou``.
    """
    events = _locked(_coming(series, at))
    if not events:
        raise EventHasStarted
    new = []
    for event in events:
        try:
            mine, is_news = take_place(event, user, seat, at=at)
        except (AlreadyRegistered, NoSuchSeat):
            continue
        if is_news:
            new.append(mine)
    if new:
        chosen = [mine.event for mine in new]
        tell_of_series([user], kinds.SERIES_REGISTERED, series, chosen, by=user, at=at)
    return new


@transaction.atomic
def withdraw_from_series(*, series: EventSeries, user: User, at: dt.datetime) -> int:
    """Give up everything at the coming events of the series, and return at how many. They are told once."""
    left, had_place = [], False
    for event in _locked(_coming(series, at)):
        live = Registration.objects.filter(event=event, user=user).live().exists()
        _mine, had = leave_place(event, user, by=user, at=at)
        had_place = had_place or had
        left += [event] if live else []
    if had_place:
        tell_of_series([user], kinds.SERIES_WITHDRAWN, series, left, by=user, at=at)
    return len(left)


def coming_from(event: Event, *, by: User, at: dt.datetime) -> list[Event]:
    """Return the events of the series from this one on that take place, are not over, and that this person looks after.

    Nothing for a single event.
    """
    if event.series_id is None:
        return []
    return list(_following(event, by, at))


@transaction.atomic
def cancel_following(*, event: Event, by: User, reason: str, at: dt.datetime) -> Event:
    """Cancel the event and those of its series that follow and that this person looks after, and tell everyone once.

    Raises ``TransitionNotAllowed`` unless it is published, and ``EventIsOver``.
    """
    events = _locked(_following(event, by, at))
    first = next((each for each in events if each.pk == event.pk), event)
    for each in events or [first]:
        call_off(each, by=by, reason=reason, at=at)
    live = Registration.objects.filter(event__in=events).live()
    people = User.objects.filter(pk__in=live.values("user")).order_by("pk")
    if event.series is not None:
        tell_of_series(
            people, kinds.SERIES_CANCELLED, event.series, events, by=None, at=at, text=reason
        )
    hosts = User.objects.filter(hosted_events__in=events).exclude(pk=by.pk).distinct()
    words = {"occasion": first.sequence, "at": at, "text": reason, "who": by.full_name}
    tell(hosts, kinds.HOST_CANCELLED, first, **words)  # type: ignore[arg-type]
    return first


def _coming(series: EventSeries, at: dt.datetime) -> EventQuerySet:
    return Event.objects.published().filter(series=series, starts_at__gt=at)


def _following(event: Event, by: User, at: dt.datetime) -> EventQuerySet:
    mine = Event.objects.managed_by(by).published()
    going_on = mine.filter(series=event.series_id, ends_at__gt=at)
    return going_on.filter(slot_on__gte=event.slot_on).order_by("slot_on", "pk")


def _locked(events: EventQuerySet) -> list[Event]:
    rows = events.select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("pk"))
