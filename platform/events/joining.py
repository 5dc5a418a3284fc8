"""The link to join an event online: who gets it, and from when."""

import datetime as dt

from events.models import Event, Registration
from events.states import EventState

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
