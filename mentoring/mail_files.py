"""The calendar entry that goes with each mail about a session."""

from core.files.calendar_files import calendar_file
from mentoring import kinds
from mentoring.calendar_events import calendar_event
from mentoring.models import Session
from notifications.attachments import MailFile, mail_file
from notifications.models import Notification


@mail_file(
    *(kinds.BOOKED, kinds.BOOKED_BY_YOU, kinds.MOVED, kinds.MOVED_BY_YOU),
    *(kinds.CANCELLED, kinds.CALLED_OFF),
)
def session_file(notification: Notification) -> MailFile | None:
    """Return the calendar entry as the session is when the mail leaves; a changed session needs no older entry."""
    _kind, pk, _sequence = notification.key.split(":")
    people = Session.objects.select_related("match__mentor", "match__mentee", "booked_by")
    session = people.visible_to(notification.recipient).filter(pk=pk).first()
    if session is None:
        return None
    event = calendar_event(session, reader=notification.recipient)
    return MailFile(
        name="mentoring-session.ics",
        content=calendar_file(event),
        media_type=f"text/calendar; method={event.method}",
    )
