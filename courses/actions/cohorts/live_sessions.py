"""Live sessions of cohorts: made, added, removed, and cancelled with their cohort.

The lock of the cohort comes before those of events, which are locked in the order of their keys.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.actions.cohorts.attendance import tell_of_sessions
from courses.actions.places import lock_cohort
from courses.cohorts.live_sessions import events_to_add
from courses.models import Cohort, CohortEvent, Lesson
from courses.refusals import CohortCancelled, EventNotAdded
from events.actions.events import cancel_event, create_event
from events.actions.series import cancel_following, coming_from, create_series
from events.models import Event
from events.states import EventAccess, EventState


@transaction.atomic
def create_live_session(
    *,
    cohort: Cohort,
    by: User,
    at: dt.datetime,
    rhythm: str = "",
    moments: Sequence[dt.datetime] = (),
    lesson: Lesson | None = None,
    **words: Any,
) -> Event:
    """Make a draft of an event by invitation, or of a series, for the cohort; return the first.

    Coming to any of them completes the ``lesson``, one of the cohort's release.
    The same form key and words give the first one again. Raises ``CohortCancelled``, and ``AlreadySubmitted`` for
    other words.
    """
    cohort = _lock_open(cohort)
    words["access"] = EventAccess.GROUP
    if rhythm:
        event = create_series(by=by, rhythm=rhythm, moments=moments, at=at, **words)
    else:
        event = create_event(by=by, at=at, **words)
    made = Event.objects.filter(series=event.series_id) if event.series_id else [event]
    _join(cohort, made, at, lesson)
    return event


@transaction.atomic
def add_live_sessions(
    *, cohort: Cohort, keys: Collection[int], by: User, at: dt.datetime
) -> list[Event]:
    """Make events that this person looks after sessions of the cohort. Repeats safely.

    Raises ``CohortCancelled``, and ``EventNotAdded`` when one of them is over, cancelled or not theirs.
    """
    cohort = _lock_open(cohort)
    there = CohortEvent.objects.filter(cohort=cohort, event__in=keys)
    wanted = set(keys) - set(there.values_list("event", flat=True))
    rows = Event.objects.select_for_update(of=("self",), no_key=True)
    locked = {event.pk for event in rows.filter(pk__in=wanted).order_by("pk")}
    # Asked after the lock: whoever cancels or deletes the event holds it before.
    events = list(events_to_add(cohort, by=by, now=at).filter(pk__in=locked))
    if len(events) != len(wanted):
        raise EventNotAdded
    _join(cohort, events, at)
    if published := [event for event in events if event.state == EventState.PUBLISHED]:
        tell_of_sessions(published, at, cohort=cohort)
    return events


def _lock_open(cohort: Cohort) -> Cohort:
    cohort = lock_cohort(cohort.pk)
    if cohort.cancelled_at is not None:
        raise CohortCancelled
    return cohort


def _join(
    cohort: Cohort,
    events: Collection[Event] | Any,
    at: dt.datetime,
    lesson: Lesson | None = None,
) -> None:
    CohortEvent.objects.bulk_create(
        [CohortEvent(cohort=cohort, event=event, added_at=at, lesson=lesson) for event in events],
        ignore_conflicts=True,
    )


@transaction.atomic
def remove_live_session(*, cohort: Cohort, event: Event) -> None:
    """Take an event out of the sessions of the cohort; the event stays. Repeats safely.

    Who could come by the cohort alone loses their place with the next sweep of the events.
    """
    cohort = lock_cohort(cohort.pk)
    CohortEvent.objects.filter(cohort=cohort, event=event).delete()


def cancel_live_sessions(cohort: Cohort, *, by: User, reason: str, at: dt.datetime) -> int:
    """Cancel the events to come that are by invitation and for this cancelled cohort alone; return how many.

    Public events, and those of another cohort that takes place, go on without it. The caller holds the lock of the
    cohort and has written that it is cancelled.
    """
    own = CohortEvent.objects.filter(cohort=cohort).values("event")
    coming = Event.objects.published().filter(pk__in=own, access=EventAccess.GROUP, ends_at__gt=at)
    rows = coming.select_for_update(of=("self",), no_key=True)
    events = {event.pk: event for event in rows.order_by("pk")}
    # Asked after the lock, so that of two cohorts which are cancelled at once the later one cancels what they share.
    shared = CohortEvent.objects.filter(event__in=events, cohort__cancelled_at=None)
    for key in set(shared.values_list("event", flat=True)):
        del events[key]
    number = len(events)
    while events:
        first = min(events.values(), key=lambda event: (event.starts_at, event.pk))
        following = {event.pk for event in coming_from(first, by=by, at=at)}
        # What this person hosts of a series is told of once, where it is for the cohort alone.
        is_whole = len(following) > 1 and first.pk in following and following <= events.keys()
        cancel = cancel_following if is_whole else cancel_event
        cancel(event=first, by=by, reason=reason, at=at)
        for key in following if is_whole else [first.pk]:
            del events[key]
    return number
