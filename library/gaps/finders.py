"""Finding gaps in all parts: by the rules of the library, and by what parts above it know.

A part registers a finder in its own ``gap_parts.py``. What it finds is seen by all editors of the library, so it
tells only what they all may read.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone

from core.registry import Registry
from library.gaps.detection import FoundGap, find_gaps

Find = Callable[[dt.datetime], Iterable[FoundGap]]
_finders: Registry[Find] = Registry("finder of evidence gaps")


def gap_finder(name: str) -> Callable[[Find], Find]:
    """Register the decorated ``(now) -> gaps``: gaps that a part finds, each with a key of its own, in a few queries."""
    return _finders.register(name)


def find_all_gaps(now: dt.datetime) -> list[FoundGap]:
    """Return every gap that the rules and the parts find at this moment, the most pressing first."""
    of_parts = [gap for find in _finders.values() for gap in find(now)]
    found = [*find_gaps(timezone.localdate(now)), *of_parts]
    return sorted(found, key=lambda gap: (gap.priority, gap.key))
