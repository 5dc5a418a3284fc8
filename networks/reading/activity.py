"""New discussions and records for one person in all their networks, computed when asked for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from core.prepared import prepared
from library.catalogue.states import RecordState
from networks.models import Discussion, Membership, Network, NetworkRecord
from networks.models.discussions import DiscussionQuerySet
from networks.models.records import NetworkRecordQuerySet


@dataclass(frozen=True)
class NewItem:
    """A discussion with posts that this person has not read, or a record announced to their network."""

    title: str
    address: str
    network: str
    at: dt.datetime
    is_record: bool


def new_in_my_networks(user: User, *, limit: int = 6) -> list[NewItem]:
    """Return the newest unread discussions and newly announced records of the person's networks. Two queries.

    What they muted, read or left is not in it, nor networks of which they want no or only mentions; a record is named once, however many networks share it.
    """
    things = [
        NewItem(
            title=discussion.title,
            address=discussion.get_unread_url(),
            network=discussion.network.name,
            at=discussion.last_post_at,
            is_record=False,
        )
        for discussion in _unread_discussions(user, limit=limit)
    ]
    # Two networks may share a record, so more rows are read than wanted: enough should remain without repeats.
    announced: dict[int, NewItem] = {}
    for row in _new_records(user, limit=limit * 3):
        announced.setdefault(
            row.record_id,
            NewItem(
                title=row.record.title,
                address=row.record.get_absolute_url(),
                network=row.network.name,
                at=row.announced_at,
                is_record=True,
            ),
        )
    things += announced.values()
    return sorted(things, key=lambda thing: thing.at, reverse=True)[:limit]


@prepared
def networks_joined(user: User, *, limit: int = 6) -> QuerySet[Network]:
    """Return the networks of which the person is a member, the last joined first."""
    mine = Membership.objects.active().filter(network=OuterRef("pk"), user=user)
    joined = Network.objects.without_groups().annotate(
        joined_at=Subquery(mine.values("joined_at")[:1])
    )
    return joined.filter(joined_at__isnull=False).order_by("-joined_at", "pk")[:limit]


@prepared
def _unread_discussions(user: User, *, limit: int) -> QuerySet[Discussion]:
    return unread_discussions(user).newest_first()[:limit]


@prepared
def _new_records(user: User, *, limit: int) -> QuerySet[NetworkRecord]:
    return new_records(user).newest_first()[:limit]


def unread_discussions(user: User) -> DiscussionQuerySet:
    """Discussions of the person's networks with posts that they have not read."""
    return Discussion.objects.unread_by(user).select_related("network")


def new_records(user: User) -> NetworkRecordQuerySet:
    """Return the records announced to the person's networks since they joined or last marked all as read."""
    behind = Membership.objects.wanting_news().filter(
        network=OuterRef("network"), user=user, read_until__lt=OuterRef("announced_at")
    )
    return NetworkRecord.objects.filter(
        Exists(behind), record__state=RecordState.PUBLISHED
    ).select_related("network", "record")


def unread_counts(user: User) -> dict[int, int]:
    """Count the discussions with unread posts in each of the person's networks."""
    rows = (
        Discussion.objects.unread_by(user)
        .order_by()
        .values("network")
        .annotate(number=Count("pk"))
        .values_list("network", "number")
    )
    return dict(rows)
