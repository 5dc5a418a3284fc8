"""Announcing published records to the networks that share their topics."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from library.catalogue.models import Record
from library.vocabularies.models import Topic
from networks.models import Network, NetworkRecord


@transaction.atomic
def announce_record(*, record: Record, at: dt.datetime | None = None) -> int:
    """Show the record to every open network with one of its topics, or with the parent of one.

    Returns to how many it was new; ``at`` is the moment of publication unless given. Repeats safely.
    A network hears only of what was published since it exists, and of nothing that was withdrawn.
    """
    if not record.is_published:
        return 0
    topics = Topic.objects.filter(Q(records=record) | Q(children__records=record))
    # One day of tolerance: a record published on the day on which the network began is included.
    networks = (
        Network.objects.open()
        .filter(topics__in=topics, created_at__lt=record.published_at + dt.timedelta(days=1))
        .exclude(announced__record=record)
        .distinct()
    )
    moment = at or record.published_at
    fresh = [NetworkRecord(network=n, record=record, announced_at=moment) for n in networks]
    NetworkRecord.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def announce_missing_records(*, at: dt.datetime, days: int = 30) -> int:
    """Sweep: announce recent records that some network has not heard of."""
    recent = Record.objects.published().filter(
        published_at__gt=at - dt.timedelta(days=days), published_at__lte=at
    )
    return sum(announce_record(record=record, at=at) for record in recent.iterator(chunk_size=200))
