"""Events of networks: announced by moderators, and told to members once they are published."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from events.actions.events import create_event
from events.actions.series import create_series
from events.models import Event
from networks import kinds
from networks.actions.memberships import lock_open_network
from networks.models import Membership, Network, NetworkEvent
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


def tell_of_network_events(events: Sequence[Event], at: dt.datetime) -> None:
    """Tell the members who want news of their networks of published events, once for a series.

    Whoever hosts them knows already; who is in two of the networks is told once. Within a transaction.
    """
    first = min(events, key=lambda event: (event.starts_at, event.pk))
    networks = NetworkEvent.objects.filter(event__in=events).values("network")
    members = Membership.objects.wanting_news().filter(network__in=networks)
    hosts = Event.hosts.through._default_manager.filter(event=first).values("user")
    people = User.objects.open().filter(pk__in=members.values("user")).exclude(pk__in=hosts)
    notify(
        recipients=list(people.order_by("pk")),
        kind=kinds.EVENT_PUBLISHED,
        key=f"{kinds.EVENT_PUBLISHED.name}:{first.pk}:{at.isoformat()}",
        target=first,
        at=at,
    )
