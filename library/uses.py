"""Where a record is used: what cites it, and what the parts above the library tell of it.

A part that shares records registers what it knows in its own ``uses.py``, and asks there what the reader may see.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.types import Person
from library.models import Citation, Record

_MOST = 20


@dataclass(frozen=True)
class Use:
    """One place that uses a record, and since when; of a citation also the version that it names."""

    label: str
    address: str
    at: dt.datetime
    version: int | None = None


Tell = Callable[[Person, Record, int], list[Use]]
_parts: dict[str, Tell] = {}


def record_uses(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, record, most) -> uses``: the latest that this reader may know of."""

    def register(tell: Tell) -> Tell:
        if _parts.setdefault(name, tell) is not tell:
            raise ValueError(f"The uses of {name!r} are told twice.")
        return tell

    return register


def uses_of(record: Record, *, user: Person) -> list[Use]:
    """The latest uses that the reader may know of. One query and those of the other parts."""
    cited = Citation.objects.visible_to(user).of(record).select_related("version").newest_first()
    uses = [
        Use(each.label, each.address, each.cited_at, each.version.number) for each in cited[:_MOST]
    ]
    for _name, tell in sorted(_parts.items()):
        uses += tell(user, record, _MOST)
    return sorted(uses, key=lambda use: use.at, reverse=True)[:_MOST]
