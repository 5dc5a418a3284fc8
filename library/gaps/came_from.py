"""Where a gap came from: a search with no results, or what parts above the library know, such as a question.

A part registers its kind in its own ``gap_parts.py``. A gap keeps only a key, such as ``question:12``; what it is called is
asked for each reader anew, so that nobody learns of a discussion that is not theirs to read.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from core.registry import Registry
from core.types import Person
from library.gaps.models import EvidenceGap, GapSource, Origin
from library.gaps.work_sources import KnownWork

MOST_SHOWN = 20
_MOST_READ = 500


@dataclass(frozen=True)
class SourceKind:
    """A kind of what gaps come from.

    ``accepts`` returns the key that somebody may name as the source of a gap they propose, from one that they sent; nothing
    where they may not. ``seen`` returns those of the given keys that a reader may know of, in one query.
    """

    origin: Origin
    accepts: Callable[[Person, str], str]
    seen: Callable[[Person, Collection[str]], list[KnownWork]]


SOURCE_KINDS: Registry[SourceKind] = Registry("kind of what evidence gaps come from")


def accepted_source(user: Person, source: str) -> str:
    """Return the source as a gap keeps it; nothing for one that this person may not name. At most one query."""
    name, _sign, key = source.partition(":")
    kind = SOURCE_KINDS.get(name)
    accepted = kind.accepts(user, key) if kind else ""
    return f"{name}:{accepted}" if accepted else ""


def origin_of(source: str) -> Origin:
    """Return how a gap with this source was found: without one, somebody had the idea."""
    kind = SOURCE_KINDS.get(source.partition(":")[0])
    return kind.origin if kind else Origin.PERSON


def known_sources(gap: EvidenceGap, *, user: Person) -> list[KnownWork]:
    """Return what the gap came from, as far as the reader may know. One query, and one for each kind that occurs."""
    keys: dict[str, set[str]] = defaultdict(set)
    for source in gap.sources.order_by("pk").values_list("source", flat=True)[:_MOST_READ]:
        name, _sign, key = source.partition(":")
        keys[name].add(key)
    known = (
        work
        for name, found in sorted(keys.items())
        if name in SOURCE_KINDS
        for work in SOURCE_KINDS[name].seen(user, found)
    )
    return list(islice(known, MOST_SHOWN))


def gaps_from(kind: str, key: int | str, *, user: Person) -> QuerySet[EvidenceGap]:
    """Return the gaps that came from one thing, those that the reader may see, by their title."""
    sources = GapSource.objects.filter(source=f"{kind}:{key}").values("gap")
    seen = EvidenceGap.objects.visible_to(user).filter(pk__in=sources, merged_into=None)
    return seen.order_by("title", "pk")[:MOST_SHOWN]
