"""The calendar entry that goes with each mail about a session."""

from core.files.calendar_files import CalendarEvent, calendar_file
from mentoring import kinds
from mentoring.calendar_events import series_entries, session_entries
from mentoring.models import Session, SessionSeries
from notifications.attachments import MailFile, mail_file
from notifications.models import Notification


@mail_file(
    *(kinds.BOOKED, kinds.BOOKED_BY_YOU, kinds.MOVED, kinds.MOVED_BY_YOU),
    *(kinds.CANCELLED, kinds.CALLED_OFF),
)
def session_file(notification: Notification) -> MailFile | None:
    """Return the calendar entry as the session is when the mail leaves; a changed session needs no older entry."""
    people = Session.objects.select_related("match__mentor", "match__mentee", "series")
    session = people.visible_to(notification.recipient).filter(pk=_row_of(notification)).first()
    return _file(session_entries(session, reader=notification.recipient)) if session else None


@mail_file(
    *(kinds.SERIES_BOOKED, kinds.SERIES_BOOKED_BY_YOU),
    *(kinds.SERIES_MOVED, kinds.SERIES_MOVED_BY_YOU, kinds.SERIES_SHORTENED),
    *(kinds.SERIES_CANCELLED, kinds.SERIES_CALLED_OFF),
)
def series_file(notification: Notification) -> MailFile | None:
    """Return the entries of the series as it is when the mail leaves: one that recurs, then what differs from it."""
    people = SessionSeries.objects.select_related("match__mentor", "match__mentee")
    series = people.visible_to(notification.recipient).filter(pk=_row_of(notification)).first()
    if series is None:
        return None
    sessions = Session.objects.filter(series=series).select_related(
        "match__mentor", "match__mentee"
    )
    entries = series_entries(
        series, list(sessions.order_by("slot_on", "pk")), reader=notification.recipient
    )
    return _file(entries)


def _row_of(notification: Notification) -> str:
    """Return the key of the session or the series: it stands in the name of the occasion."""
    _kind, pk, _sequence = notification.key.split(":")
    return pk


def _file(entries: list[CalendarEvent]) -> MailFile:
    """Return the file in both ways that calendars look for it.

    Outlook and Gmail put an entry into the calendar when it is the last alternative of the mail (RFC 6047, 2.4);
    other programs look at attached files alone. Under another media type no program takes it in twice.
    """
    return MailFile(
        name="mentoring-session.ics",
        content=calendar_file(*entries),
        media_type="application/ics",
        reads_as=f"text/calendar; method={entries[0].method}",
    )
