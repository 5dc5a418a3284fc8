"""What people with a place, on the waiting list, and hosts are told, each in their own time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.times.moments import in_zone
from events import kinds
from events.models import Event, EventSeries, Registration
from notifications.actions import notify
from notifications.kinds import Kind


def tell(
    people: Iterable[User],
    kind: Kind,
    event: Event,
    *,
    occasion: object,
    at: dt.datetime,
    text: str = "",
    is_known: bool = False,
    until: dt.datetime | None = None,
    who: str = "",
) -> None:
    """Tell these people once of something about the event. ``occasion`` tells it from others of its kind."""
    by_zone: dict[str, list[User]] = defaultdict(list)
    for person in people:
        by_zone[person.time_zone].append(person)
    for zone, readers in sorted(by_zone.items()):
        notify(
            recipients=readers,
            kind=kind,
            key=f"{kind.name}:{event.pk}:{occasion}",
            target=event,
            at=at,
            text=text,
            is_known=is_known,
            when=in_zone(event.starts_at, zone),
            until=in_zone(until, zone) if until else "",
            who=who,
        )


def tell_everyone(
    kind: Kind, for_hosts: Kind | None, event: Event, *, by: User | None, at: dt.datetime, text: str
) -> None:
    """Tell everyone with a place or on the waiting list, and those hosts who did not do it themselves."""
    tell(people_of(event), kind, event, occasion=event.sequence, at=at, text=text)
    if for_hosts is None:
        return
    hosts = event.hosts.exclude(pk=by.pk) if by else event.hosts.all()
    who = by.full_name if by else ""
    tell(hosts, for_hosts, event, occasion=event.sequence, at=at, text=text, who=who)


def people_of(event: Event) -> QuerySet[User]:
    """Return everyone with a place or on the waiting list."""
    live = Registration.objects.filter(event=event).live()
    return User.objects.filter(pk__in=live.values("user")).order_by("pk")


def tell_one(
    registration: Registration, kind: Kind, *, at: dt.datetime, by: User | None, text: str = ""
) -> None:
    """Tell the person of a registration what became of it; what they did themselves is read already."""
    tell(
        [registration.user],
        kind,
        registration.event,
        occasion=f"{registration.number}-{registration.revision}-{registration.state}",
        at=at,
        text=text or where(registration.event),
        is_known=by is not None and by.pk == registration.user_id and kind != kinds.OFFERED,
        until=registration.offered_until,
    )


def where(event: Event) -> str:
    """Return the place of the event, or nothing for one online."""
    return event.place


def tell_of_series(
    people: Iterable[User],
    kind: Kind,
    series: EventSeries,
    events: Sequence[Event],
    *,
    by: User | None,
    at: dt.datetime,
    text: str = "",
) -> None:
    """Tell these people once of several events of a series, the soonest first; what they did themselves is read."""
    soonest_first = sorted(events, key=lambda event: event.starts_at)
    for reader in people:
        notify(
            recipients=[reader],
            kind=kind,
            key=f"{kind.name}:{series.pk}:{at.timestamp():.0f}",
            target=series,
            at=at,
            text="\n\n".join(filter(None, [text, _days(soonest_first, reader)])),
            is_known=by is not None and by.pk == reader.pk,
            number=len(soonest_first),
            when=in_zone(soonest_first[0].starts_at, reader.time_zone),
        )


def _days(events: Sequence[Event], reader: User) -> str:
    """List the events in the reader's own time, one a line, with those for which they wait marked."""
    waits = set(
        Registration.objects.filter(event__in=events, user=reader)
        .waiting()
        .values_list("event", flat=True)
    )
    lines = []
    for event in events:
        day = in_zone(event.starts_at, reader.time_zone)
        lines.append(_("%(day)s: on the waiting list") % {"day": day} if event.pk in waits else day)
    return "\n".join(lines)
