"""Who works on a gap and what was learnt about it, as parts above the library know it.

A part registers what it knows in its own ``gap_parts.py``, and asks there what the reader may see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.registry import Registry
from core.types import Person
from library.gaps.models import EvidenceGap


@dataclass(frozen=True)
class KnownWork:
    """Work on a gap that a part knows of: what it is, and its page."""

    label: str
    address: str
    note: str = ""


Tell = Callable[[Person, EvidenceGap], list[KnownWork]]
_parts: Registry[Tell] = Registry("part that knows of work on gaps")
_learnt: Registry[Tell] = Registry("part that knows what was learnt about gaps")


def gap_work_source(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, gap) -> works``: those that this reader may know of, in one query."""
    return _parts.register(name)


def known_works(gap: EvidenceGap, *, user: Person) -> list[KnownWork]:
    """Return all work on the gap that the reader may know of. One query for each part."""
    return [work for tell in _parts.values() for work in tell(user, gap)]


def gap_learning_source(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, gap) -> works``: those in which something about it was learnt, in one query."""
    return _learnt.register(name)


def learnt_works(gap: EvidenceGap, *, user: Person) -> list[KnownWork]:
    """Return the works in which something about the gap was learnt, as far as the reader may see them."""
    return [work for tell in _learnt.values() for work in tell(user, gap)]
