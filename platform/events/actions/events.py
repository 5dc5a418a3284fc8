"""Events: made, changed, moved, published and cancelled."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from accounts.models import User
from core.forms.edit_conflicts import EditedElsewhere, check_edit_number
from core.forms.form_keys import first_result
from core.text import render_markdown
from events import kinds
from events.actions.locking import lock_event
from events.actions.places import pass_on
from events.actions.telling import tell_everyone
from events.models import Event, Registration
from events.refusals import EventIsOver, PeopleHaveRegistered, StartsInThePast
from events.states import EVENT_FLOW, IN_PERSON_MODES, ONLINE_MODES, EventState, Seat
from events.uses import tell_of_publication
from library.vocabularies.models import Topic
from workflow.flows import TransitionNotAllowed

TOP_HEADING = 3
# A change of one of these raises the number of the calendar entry, and everyone with a place is told.
_IN_CALENDARS = ("title", "mode", "place")


@transaction.atomic
def create_event(
    *,
    by: User,
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int,
    topics: Iterable[Topic],
    hosts: Iterable[User],
    key: uuid.UUID,
    at: dt.datetime,
    **words: Any,
) -> Event:
    """Make a draft of an event; nobody but its hosts and the staff sees it.

    ``words`` are its texts, mode, place, link, capacities and access, by the names of the columns. The same key and
    words return the first event; raises ``AlreadySubmitted`` for other words.
    """
    words = fitting(words)
    times: dict[str, Any] = {"starts_at": starts_at, "time_zone": time_zone, "minutes": minutes}
    first = first_result(Event.objects.filter(created_by=by), key, **times, **words)
    if first:
        return first
    return draft_event(by=by, topics=topics, hosts=hosts, key=key, at=at, **times, **words)


def draft_event(
    *,
    by: User,
    starts_at: dt.datetime,
    minutes: int,
    topics: Iterable[Topic],
    hosts: Iterable[User],
    key: uuid.UUID,
    at: dt.datetime,
    **words: Any,
) -> Event:
    """Write the row of a draft, whose words fit its mode."""
    event = Event.objects.create(
        created_by=by,
        created_at=at,
        changed_at=at,
        form_key=key,
        starts_at=starts_at,
        minutes=minutes,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        about_html=render_markdown(words.get("about", ""), top_heading=TOP_HEADING),
        **words,
    )
    event.topics.set(topics)
    event.hosts.set(hosts)
    return event


@transaction.atomic
def edit_event(
    *,
    event: Event,
    by: User,
    topics: Iterable[Topic],
    hosts: Iterable[User],
    opened_at: int | None,
    at: dt.datetime,
    **words: Any,
) -> Event:
    """Change what the event says about itself. What stands in calendars raises the number of their entry.

    New places are offered to the waiting list. ``opened_at`` is the edit number with which the form was opened.
    Raises ``EditedElsewhere``, ``TransitionNotAllowed`` for a cancelled event, and ``ValidationError`` where people
    have more places than there would be.
    """
    event = lock_event(event)
    if event.state == EventState.CANCELLED:
        raise TransitionNotAllowed("change", event)
    check_edit_number(event, opened_at)
    words = fitting(words)
    _check_room(event, words)
    is_news = any(getattr(event, name) != words.get(name) for name in _IN_CALENDARS)
    for name, word in words.items():
        setattr(event, name, word)
    event.about_html = render_markdown(event.about, top_heading=TOP_HEADING)
    event.changed_at = at
    event.save()
    event.topics.set(topics)
    event.hosts.set(hosts)
    if is_news and event.is_ahead(at):
        EVENT_FLOW.make("change", event, actor=by, at=at)
        revise(event, at)
        tell_everyone(kinds.CHANGED, None, event, by=by, at=at, text=event.place)
    pass_on(event, at=at)
    return event


def _check_room(event: Event, words: dict[str, Any]) -> None:
    """Refuse fewer places than are taken, and a mode in which somebody has no place any more."""
    wrong = {}
    for seat, modes in ((Seat.IN_PERSON, IN_PERSON_MODES), (Seat.ONLINE, ONLINE_MODES)):
        rows = Registration.objects.filter(event=event, seat=seat)
        taken, live = rows.taking().count(), rows.live().count()
        capacity = words[f"capacity_{seat}"]
        if live and words["mode"] not in modes:
            wrong["mode"] = ngettext(
                "%(count)d person has already registered to take part the other way.",
                "%(count)d people have already registered to take part the other way.",
                live,
            ) % {"count": live}
        elif capacity is not None and capacity < taken:
            wrong[f"capacity_{seat}"] = ngettext(
                "%(count)d place is taken. Enter at least that many.",
                "%(count)d places are taken. Enter at least that many.",
                taken,
            ) % {"count": taken}
    if wrong:
        raise ValidationError(wrong)


def fitting(words: dict[str, Any]) -> dict[str, Any]:
    """Return the words without what the mode of the event has no use for: a place online, a link in person."""
    words = dict(words)
    if words["mode"] not in IN_PERSON_MODES:
        words |= {"place": "", "capacity_in_person": None}
    if words["mode"] not in ONLINE_MODES:
        words |= {"join_link": "", "capacity_online": None}
    return words


@transaction.atomic
def publish_event(*, event: Event, by: User, at: dt.datetime) -> Event:
    """Publish the event: whoever may come sees it. Raises ``TransitionNotAllowed`` or ``StartsInThePast``."""
    event = publish_locked(event, by=by, at=at)
    tell_of_publication([event], at)
    return event


def publish_locked(event: Event, *, by: User, at: dt.datetime) -> Event:
    """Lock and publish the event; the caller tells others of it, once for all that are published at once."""
    event = lock_event(event)
    if event.state == EventState.DRAFT and event.starts_at <= at:
        raise StartsInThePast
    event.published_at = at
    event.save(update_fields=["published_at"])
    EVENT_FLOW.make("publish", event, actor=by, at=at)
    return event


@transaction.atomic
def unpublish_event(*, event: Event, by: User, at: dt.datetime) -> Event:
    """Make the event a draft again. Raises ``TransitionNotAllowed``, or ``PeopleHaveRegistered``."""
    event = lock_event(event)
    if Registration.objects.filter(event=event).exists():
        raise PeopleHaveRegistered
    EVENT_FLOW.make("unpublish", event, actor=by, at=at)
    return event


@transaction.atomic
def move_event(
    *,
    event: Event,
    by: User,
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int,
    at: dt.datetime,
    note: str = "",
) -> Event:
    """Move the event, or change its length; calendars take the raised number as newer.

    What changes nothing is no move, and nobody hears of it. Raises ``EditedElsewhere`` when somebody else has moved the
    event since it was loaded, ``TransitionNotAllowed`` for a cancelled event, ``EventIsOver``, and ``StartsInThePast``.
    """
    loaded, event = event, lock_event(event)
    asked = {"starts_at": starts_at, "time_zone": time_zone, "minutes": minutes}
    if all(getattr(event, name) == value for name, value in asked.items()):
        return event
    if any(getattr(event, name) != getattr(loaded, name) for name in asked):
        raise EditedElsewhere(event)
    if event.state != EventState.DRAFT:
        if event.is_over(at):
            raise EventIsOver
        EVENT_FLOW.make("move", event, actor=by, note=note, at=at)
    if starts_at <= at:
        raise StartsInThePast
    for name, value in asked.items():
        setattr(event, name, value)
    event.ends_at = starts_at + dt.timedelta(minutes=minutes)
    revise(event, at, *asked, "ends_at")
    if event.state == EventState.PUBLISHED:
        rows = Registration.objects.filter(event=event)
        rows.update(reminded_hours=None)
        rows.filter(offered_until__gt=event.offers_end_at).update(offered_until=event.offers_end_at)
        tell_everyone(kinds.MOVED, kinds.HOST_MOVED, event, by=by, at=at, text=note)
        pass_on(event, at=at)
    return event


@transaction.atomic
def cancel_event(*, event: Event, by: User, reason: str, at: dt.datetime) -> Event:
    """Cancel the event, and tell everyone. Its page stays and says so, with the reason.

    Raises ``TransitionNotAllowed`` unless it is published, and ``EventIsOver``.
    """
    event = lock_event(event)
    call_off(event, by=by, reason=reason, at=at)
    tell_everyone(kinds.CANCELLED, kinds.HOST_CANCELLED, event, by=by, at=at, text=reason)
    return event


def call_off(event: Event, *, by: User, reason: str, at: dt.datetime) -> None:
    """Cancel the event without telling. The caller holds its lock."""
    if event.state == EventState.PUBLISHED and event.is_over(at):
        raise EventIsOver
    EVENT_FLOW.make("cancel", event, actor=by, note=reason, at=at)
    revise(event, at)


@transaction.atomic
def delete_event(*, event: Event) -> None:
    """Delete a draft. Raises ``TransitionNotAllowed`` for what was published and not taken back."""
    event = lock_event(event)
    was_in_calendars = event.series_id is not None and event.published_at is not None
    if event.state != EventState.DRAFT or was_in_calendars:
        raise TransitionNotAllowed("delete", event)
    event.delete()


def revise(event: Event, at: dt.datetime, *fields: str) -> None:
    """Save these fields under a higher number, by which calendars know the newer entry."""
    event.sequence += 1
    event.changed_at = at
    event.save(update_fields=["sequence", "changed_at", *fields])
