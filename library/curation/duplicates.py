"""Records that may describe the same work: with the same DOI, ISBN or address, or the same title and year."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from library.catalogue.models import Record

_MOST_GROUPS = 100


@dataclass(frozen=True)
class DuplicateGroup:
    """A group of records that share an identifier, an address, or title and year."""

    reason: StrOrPromise
    records: list[Record]


def possible_duplicates() -> list[DuplicateGroup]:
    """Return groups of possible duplicates, the surest reason first. A constant number of queries."""
    groups: list[DuplicateGroup] = []
    met = set[frozenset[int]]()
    published = Record.objects.published().alias(low_title=Lower("title"))
    for reason, shared in _REASONS.items():
        given = published.exclude(**dict.fromkeys(shared[:1], ""))
        for records in _groups(given, shared):
            keys = frozenset(record.pk for record in records)
            if keys not in met:
                met.add(keys)
                groups.append(DuplicateGroup(reason, records))
    return groups[:_MOST_GROUPS]


_REASONS: dict[StrOrPromise, tuple[str, ...]] = {
    _("The same DOI"): ("doi",),
    _("The same ISBN"): ("isbn",),
    _("The same address"): ("url",),
    _("The same title and year"): ("low_title", "year"),
}


def _groups(records: QuerySet[Record], shared: Iterable[str]) -> list[list[Record]]:
    shared = list(shared)
    annotated = records.annotate(low_title=Lower("title"))
    doubled = (
        annotated.order_by()
        .values(*shared)
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by(*shared)[:_MOST_GROUPS]
    )
    wanted = {tuple(row[name] for name in shared) for row in doubled}
    if not wanted:
        return []
    first = shared[0]
    values = {key[0] for key in wanted}
    grouped: dict[tuple[object, ...], list[Record]] = {}
    for record in annotated.filter(**{f"{first}__in": values}).order_by("published_at", "pk"):
        key = tuple(getattr(record, name) for name in shared)
        if key in wanted:
            grouped.setdefault(key, []).append(record)
    return list(grouped.values())
