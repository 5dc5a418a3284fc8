"""Events of networks: announced by moderators, and told to members once they are published."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from events.actions.events import create_event
from events.actions.series import create_series
from events.models import Event
from events.states import EventState
from networks import kinds
from networks.actions.memberships import lock_open_network
from networks.models import Membership, Network, NetworkEvent, events_in_hand, events_to_add
from networks.models.networks import MembershipQuerySet
from networks.refusals import EventNotOfNetwork
from notifications.actions import notify


@transaction.atomic
def create_network_event(
    *,
    network: Network,
    by: User,
    at: dt.datetime,
    rhythm: str = "",
    moments: Sequence[dt.datetime] = (),
    **words: Any,
) -> Event:
    """Make a draft of an event of the network, or of a series; return the first.

    The same form key and words give the first one again. Raises ``NetworkArchived``, and ``AlreadySubmitted`` for
    other words.
    """
    network = lock_open_network(network)
    if rhythm:
        event = create_series(by=by, rhythm=rhythm, moments=moments, at=at, **words)
    else:
        event = create_event(by=by, at=at, **words)
    made = Event.objects.filter(series=event.series_id) if event.series_id else [event]
    NetworkEvent.objects.bulk_create(
        [NetworkEvent(network=network, event=each, added_at=at) for each in made],
        ignore_conflicts=True,
    )
    return event


@transaction.atomic
def add_network_events(
    *, network: Network, keys: Collection[int], by: User, at: dt.datetime
) -> list[Event]:
    """Make events that this person looks after events of the network, and tell its members. Repeats safely.

    Members are told once of each event, however often it is added. Raises ``NetworkArchived``, and
    ``EventNotOfNetwork`` when one of them is over, cancelled or not theirs.
    """
    network = lock_open_network(network)
    there = NetworkEvent.objects.filter(network=network, event__in=keys)
    wanted = set(keys) - set(there.values_list("event", flat=True))
    rows = Event.objects.select_for_update(of=("self",), no_key=True)
    locked = {event.pk for event in rows.filter(pk__in=wanted).order_by("pk")}
    # Asked after the lock: whoever cancels or deletes the event holds it before.
    events = list(events_to_add(network, by=by, now=at).filter(pk__in=locked))
    if len(events) != len(wanted):
        raise EventNotOfNetwork
    NetworkEvent.objects.bulk_create(
        [NetworkEvent(network=network, event=event, added_at=at) for event in events],
        ignore_conflicts=True,
    )
    for event in events:
        if event.state == EventState.PUBLISHED:
            key = f"{kinds.EVENT_PUBLISHED.name}:{event.pk}:{network.pk}"
            _tell(event, Membership.objects.filter(network=network), key=key, at=at)
    return events


@transaction.atomic
def remove_network_event(*, network: Network, event: Event, by: User, at: dt.datetime) -> None:
    """Take an event out of the network; the event stays. Repeats safely.

    Who could come as a member alone loses their place with the next sweep of the events. Raises ``NetworkArchived``,
    and ``EventNotOfNetwork`` when the event is over, or this person looks after it as a moderator alone: nobody would be
    left who could put it back.
    """
    network = lock_open_network(network)
    mine = NetworkEvent.objects.filter(network=network, event=event)
    if mine.exists() and not events_in_hand(by, at).filter(pk=event.pk).exists():
        raise EventNotOfNetwork
    mine.delete()


def tell_of_network_events(events: Sequence[Event], at: dt.datetime) -> None:
    """Tell the members who want news of their networks of published events, once for a series.

    Whoever hosts them knows already; who is in two of the networks is told once. Within a transaction.
    """
    first = min(events, key=lambda event: (event.starts_at, event.pk))
    networks = NetworkEvent.objects.filter(event__in=events).values("network")
    key = f"{kinds.EVENT_PUBLISHED.name}:{first.pk}:{at.isoformat()}"
    _tell(first, Membership.objects.filter(network__in=networks), key=key, at=at)


def _tell(first: Event, members: MembershipQuerySet, *, key: str, at: dt.datetime) -> None:
    members = members.wanting_news()
    hosts = Event.hosts.through._default_manager.filter(event=first).values("user")
    people = User.objects.open().filter(pk__in=members.values("user")).exclude(pk__in=hosts)
    notify(
        recipients=list(people.order_by("pk")),
        kind=kinds.EVENT_PUBLISHED,
        key=key,
        target=first,
        at=at,
    )
