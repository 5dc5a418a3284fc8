"""The calendar entry that goes with each mail about a place at an event."""

from core.files.calendar_files import CalendarEvent, calendar_file
from events import kinds
from events.calendar_files import entry_in_series, series_entries
from events.models import EventSeries, Registration
from events.states import RegistrationState
from notifications.attachments import MailFile, mail_file
from notifications.models import Notification

# Only those who had a place have the event in their calendar.
_HAD_PLACE = (RegistrationState.REGISTERED, RegistrationState.WITHDRAWN)


@mail_file(kinds.REGISTERED, kinds.MOVED, kinds.CHANGED, kinds.CANCELLED, kinds.WITHDRAWN)
def event_file(notification: Notification) -> MailFile | None:
    """Return the entry as the event is when the mail leaves: to put it in, or to take it out."""
    own = Registration.objects.visible_to(notification.recipient).filter(
        event=notification.about, state__in=_HAD_PLACE
    )
    registration = own.select_related("event__series", "user").first()
    return _file([entry_in_series(registration)]) if registration else None


@mail_file(kinds.SERIES_REGISTERED, kinds.SERIES_WITHDRAWN, kinds.SERIES_CANCELLED)
def series_file(notification: Notification) -> MailFile | None:
    """Return the series as the reader has it when the mail leaves: one entry that recurs, then what differs from it."""
    own = Registration.objects.visible_to(notification.recipient)
    mine = own.filter(event__series=notification.about, state__in=_HAD_PLACE)
    series = EventSeries.objects.filter(pk__in=mine.values("event__series")).first()
    if series is None:
        return None
    return _file(series_entries(series, user_id=notification.recipient_id))


def _file(entries: list[CalendarEvent]) -> MailFile:
    return MailFile(
        name="event.ics",
        content=calendar_file(*entries),
        media_type=f"text/calendar; method={entries[0].method}",
    )
