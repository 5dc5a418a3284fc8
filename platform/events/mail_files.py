"""The calendar entry that goes with each mail about a place at an event."""

from core.files.calendar_files import calendar_file
from events import kinds
from events.calendar_files import entry_of
from events.models import Registration
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
    registration = own.select_related("event", "user").first()
    if registration is None:
        return None
    entry = entry_of(registration)
    return MailFile(
        name="event.ics",
        content=calendar_file(entry),
        media_type=f"text/calendar; method={entry.method}",
    )
