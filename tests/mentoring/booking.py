"""A session that is booked, for the tests of what comes after."""

import datetime as dt
import uuid

from mentoring.actions.sessions import book_session

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 20, 13, tzinfo=dt.UTC)


def book(match, now, **changes):
    """Book a session of these two as the mentor; ``changes`` replace what it is booked with."""
    data = {
        "by": match.mentor,
        "starts_at": LATER,
        "time_zone": "Asia/Kolkata",
        "minutes": 45,
        "place_or_link": "https://meet.example.org/a,b;c",
        "key": uuid.uuid4(),
        **changes,
    }
    return book_session(match=match, at=now, **data)
