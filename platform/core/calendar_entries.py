"""What stands in a person's own calendar: each app registers what it knows in its ``calendar_entries.py``."""

import datetime as dt
from collections.abc import Callable

from core.files.calendar_files import CalendarEvent
from core.registry import Registry
from core.types import Member

# A calendar shows what was, but programs read the whole file each time.
KEPT_PAST = dt.timedelta(days=90)

FindEntries = Callable[[Member, dt.datetime], list[CalendarEvent]]
_entries: Registry[FindEntries] = Registry("list of calendar entries")


def calendar_entries(name: str) -> Callable[[FindEntries], FindEntries]:
    """Register the decorated ``(user, since) -> entries``: all that is dated from ``since`` on and concerns them."""
    return _entries.register(name)


def entries_of(user: Member, *, now: dt.datetime) -> list[CalendarEvent]:
    """Return what every part knows from three months ago on, the soonest first."""
    entries = [entry for find in _entries.values() for entry in find(user, now - KEPT_PAST)]
    return sorted(entries, key=lambda entry: (entry.begins_at(), entry.summary))
