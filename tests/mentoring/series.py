"""A series that is booked and moved, for the tests of both."""

import datetime as dt
import uuid

from mentoring.actions.series import book_series, reschedule_series

# Tuesdays at 18:00 in London; the clocks go forward on 29 March.
DAYS = [dt.date(2026, 3, 10) + dt.timedelta(weeks=2 * number) for number in range(6)]


def plan(match, now, **changes):
    """Book a series of six as the mentor; ``changes`` replace what it is booked with."""
    words = {
        "by": match.mentor,
        "rhythm": "fortnightly",
        "first_on": DAYS[0],
        "time": dt.time(18),
        "time_zone": "Europe/London",
        "times": 6,
        "minutes": 45,
        "place_or_link": "https://meet.example.org/a",
        "key": uuid.uuid4(),
        **changes,
    }
    return book_series(match=match, at=now, **words)


def sessions_of(series):
    """Return the sessions of a series in their order."""
    return list(series.sessions.order_by("slot_on"))


def moved(session, now, scope, **changes):
    """Move a session and those that the scope names; it keeps what ``changes`` do not replace."""
    local = session.starts_at.astimezone(session.zone)
    words = {
        "day": local.date(),
        "time": local.time(),
        "time_zone": session.time_zone,
        "minutes": session.minutes,
        "place_or_link": session.place_or_link,
        **changes,
    }
    by = session.match.mentor
    return reschedule_series(session=session, scope=scope, by=by, at=now, **words)
