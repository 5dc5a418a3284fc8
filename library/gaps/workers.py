"""Who can be chosen as working on a gap: people here, networks and cohorts in the parts above.

A part registers what it knows in its own ``gap_parts.py``. A gap keeps only a key, such as ``network:12``; the name is asked
for each reader anew, so that nobody learns of a network or cohort that is not theirs to know.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from core.registry import Registry
from core.types import Person
from library.gaps.models import EvidenceGap, GapWork

MOST_CHOICES = 50


@dataclass(frozen=True)
class Worker:
    """Somebody who works on a gap, with a page."""

    label: str
    address: str


@dataclass(frozen=True)
class WorkerKind:
    """A kind of those who work on gaps.

    ``choices`` are those for whom a person may speak, and ``seen`` those of the given keys of whom a reader may know, each in one
    query. ``unnamed`` is said of the others.
    """

    heading: StrOrPromise
    unnamed: StrOrPromise
    choices: Callable[[Person], Sequence[tuple[int, str]]]
    seen: Callable[[Person, Collection[int]], dict[int, Worker]]


WORKER_KINDS: Registry[WorkerKind] = Registry("kind of those who work on gaps")


def choices_for(user: Person) -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """Return by kind for whom this person may say that they work on a gap. One query for each kind."""
    groups = []
    for name, kind in WORKER_KINDS.items():
        rows = [(f"{name}:{pk}", label) for pk, label in kind.choices(user)]
        groups += [(kind.heading, rows)] if rows else []
    return groups


def named(works: Iterable[GapWork], *, user: Person) -> list[tuple[GapWork, Worker]]:
    """Return each work with who does it, as far as the reader may know. One query for each kind that occurs."""
    works = list(works)
    keys: dict[str, set[int]] = defaultdict(set)
    for work in works:
        if work.worker:
            keys[work.worker_kind].add(work.worker_key)
    seen = {
        name: WORKER_KINDS[name].seen(user, found)
        for name, found in keys.items()
        if name in WORKER_KINDS
    }
    return [(work, _worker(work, seen)) for work in works]


def gaps_worked_on(kind: str, pk: int) -> QuerySet[EvidenceGap]:
    """Return the public gaps on which a network or a cohort works, by their title."""
    works = GapWork.objects.filter(worker=f"{kind}:{pk}").values("gap")
    return EvidenceGap.objects.public().filter(pk__in=works).order_by("title", "pk")


def _worker(work: GapWork, seen: dict[str, dict[int, Worker]]) -> Worker:
    if not work.worker:
        return Worker(work.name, work.address)
    known = seen.get(work.worker_kind, {}).get(work.worker_key)
    kind = WORKER_KINDS.get(work.worker_kind)
    return known or Worker(str(kind.unnamed) if kind else "", "")
