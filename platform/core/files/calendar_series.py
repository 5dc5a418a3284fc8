"""A series as one entry of a calendar that recurs, with what stands elsewhere than its rule says."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.files.calendar_files import CalendarEvent, Recurrence


def entries_that_recur(
    whole: CalendarEvent,
    *,
    slots: Sequence[dt.datetime],
    standing: Mapping[dt.datetime, CalendarEvent],
    rule: Callable[[int], Mapping[str, Any]],
) -> list[CalendarEvent]:
    """Describe a series: the entry that recurs, then those that were moved, or differ in length or place.

    ``slots`` are all moments of the rhythm in order, and ``standing`` the entries that take place, each by its moment
    in the rhythm. Moments without one are left out of the rule, which ends with the last that has one; without any,
    the whole series is taken out. ``rule`` writes the rule for so many times.
    """
    if not standing:
        return [replace(whole, recurrence=Recurrence(rule(len(slots))), is_cancelled=True)]
    shown = slots[: slots.index(max(standing)) + 1]
    left_out = [moment for moment in shown if moment not in standing]
    moved = [
        instead_of(slot, entry, whole)
        for slot, entry in standing.items()
        if _differs(slot, entry, whole)
    ]
    return [replace(whole, recurrence=Recurrence(rule(len(shown)), left_out)), *moved]


def instead_of(slot: dt.datetime, entry: CalendarEvent, whole: CalendarEvent) -> CalendarEvent:
    """Describe the entry in the place of this moment of a series."""
    return replace(
        entry,
        uid=whole.uid,
        sequence=whole.sequence,
        time_zone=whole.time_zone,
        instead_of=slot,
        recurrence=None,
    )


def _differs(slot: dt.datetime, entry: CalendarEvent, whole: CalendarEvent) -> bool:
    """Tell whether it was moved alone: to another time, length, place or name than the series says."""
    is_elsewhere = (entry.starts_at, entry.place) != (slot, whole.place)
    return is_elsewhere or _length(entry) != _length(whole) or entry.summary != whole.summary


def _length(entry: CalendarEvent) -> dt.timedelta:
    return entry.ends_at - entry.begins_at()
