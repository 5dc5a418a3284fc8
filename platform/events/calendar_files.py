"""An event as an entry of a calendar."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core.files.calendar_files import CalendarEvent, Guest, institute_as_organiser
from core.files.calendar_series import entries_that_recur, instead_of
from core.times.rhythm import rule_of
from events.models import Event, EventSeries, Registration
from events.states import EventState


def calendar_event(event: Event) -> CalendarEvent:
    """Describe the event for everyone's calendar. The link to join is on its page alone."""
    return CalendarEvent(
        uid=str(event.uid),
        sequence=event.sequence,
        changed_at=event.changed_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at.astimezone(dt.UTC),
        summary=event.title,
        description="\n".join(filter(None, [event.summary, _page(event)])),
        place=place_of(event),
        organiser=institute_as_organiser(),
        link=_page(event),
        address=event.get_absolute_url(),
        is_cancelled=event.state == EventState.CANCELLED,
        time_zone=event.time_zone,
    )


def entry_of(registration: Registration) -> CalendarEvent:
    """Describe the event to the calendar of somebody who has a place at it, or had. Load event and person.

    Its number rises with every change of the event and of the place, so that calendars take the newest in.
    """
    event, person = registration.event, registration.user
    entry = calendar_event(event)
    return replace(
        entry,
        sequence=event.sequence + registration.revision,
        guests=[Guest(person.full_name, person.email, has_accepted=True)],
        is_cancelled=entry.is_cancelled or not registration.is_registered,
    )


def entry_in_series(registration: Registration) -> CalendarEvent:
    """Describe an event of a series in the place of its day in the person's entry of the series."""
    event = registration.event
    entry = entry_of(registration)
    if event.series is None or event.slot_on is None:
        return entry
    whole = _whole(event.series, entry, user_id=registration.user_id)
    return instead_of(event.series.moment_on(event.slot_on), entry, whole)


def series_entries(series: EventSeries, *, user_id: int) -> list[CalendarEvent]:
    """Describe a series to the calendar of one person: the days on which they have a place, as one entry that recurs."""
    rows = Registration.objects.filter(event__series=series, user=user_id)
    mine = list(rows.select_related("event", "user").order_by("event__slot_on"))
    entries = {
        series.moment_on(row.event.slot_on): entry_of(row) for row in mine if row.event.slot_on
    }
    standing = {slot: entry for slot, entry in entries.items() if not entry.is_cancelled}
    like = next(iter((standing or entries).values()))
    return entries_that_recur(
        _whole(series, like, user_id=user_id),
        slots=[series.moment_on(day) for day in series.days()],
        standing=standing,
        rule=lambda times: rule_of(series.rhythm, series.first_on, times),
    )


def _whole(series: EventSeries, like: CalendarEvent, *, user_id: int) -> CalendarEvent:
    """Describe a series by one of its entries. Its number rises with every change of an event or of a place in it."""
    events = Event.objects.filter(series=series).exclude(published_at=None)
    rows = Registration.objects.filter(event__series=series, user=user_id)
    changes = events.aggregate(sum=Sum("sequence"))["sum"] or 0
    places = rows.aggregate(sum=Sum("revision"), rows=Count("pk"))
    starts_at = series.moment_on(series.first_on)
    address = series.get_absolute_url()
    return replace(
        like,
        uid=str(series.uid),
        sequence=changes + (places["sum"] or 0) + places["rows"],
        starts_at=starts_at,
        ends_at=starts_at.astimezone(dt.UTC) + (like.ends_at - like.begins_at()),
        description=f"{settings.SITE_URL}{address}",
        link=f"{settings.SITE_URL}{address}",
        address=address,
        time_zone=series.time_zone,
        is_cancelled=False,
    )


def place_of(event: Event) -> str:
    """Return where the event takes place, in the words of a calendar."""
    return event.place or str(_("Online"))


def _page(event: Event) -> str:
    return f"{settings.SITE_URL}{event.get_absolute_url()}"
