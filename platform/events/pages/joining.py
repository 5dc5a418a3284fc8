"""Who gets the link to join an event online, its recording and its slides, and from when."""

import datetime as dt

from events.models import Event, EventRecord, Registration
from events.states import EventState, RecordingReaders
from library.catalogue.models import Record

OPENS_BEFORE = dt.timedelta(minutes=30)


def link_for(
    event: Event, registration: Registration | None, *, is_host: bool, now: dt.datetime
) -> str:
    """Return the link for those who have a place, from half an hour before the start to the end; for hosts always.

    Nothing for everyone else, and where there is none yet.
    """
    if is_host:
        return event.join_link
    has_place = registration is not None and registration.is_registered
    is_open = event.starts_at - OPENS_BEFORE <= now < event.ends_at
    takes_place = event.state == EventState.PUBLISHED
    return event.join_link if has_place and is_open and takes_place else ""


def recording_for(
    event: Event, registration: Registration | None, *, is_host: bool, now: dt.datetime
) -> str:
    """Return the address of the recording, once the event is over, for those whom it is for; else nothing."""
    if event.state != EventState.PUBLISHED or not event.is_over(now):
        return ""
    is_for_all = event.recording_for == RecordingReaders.EVERYONE
    has_place = registration is not None and registration.is_registered
    return event.recording_link if is_host or is_for_all or has_place else ""


def papers_of(event: Event) -> list[Record]:
    """Return the records with slides and other papers that are in the library; of a merged one the record in its place."""
    rows = EventRecord.objects.filter(event=event).select_related("record__replaced_by")
    records = [row.record.replaced_by or row.record for row in rows.order_by("added_at", "pk")]
    return list(dict.fromkeys(record for record in records if record.is_published))
