"""An event as an entry of a calendar."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from core.files.calendar_files import CalendarEvent, Guest, institute_as_organiser
from events.models import Event, Registration
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


def place_of(event: Event) -> str:
    """Return where the event takes place, in the words of a calendar."""
    return event.place or str(_("Online"))


def _page(event: Event) -> str:
    return f"{settings.SITE_URL}{event.get_absolute_url()}"
