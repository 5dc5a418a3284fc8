"""Chapter 5: events to come, with a waiting list, and one that is over."""

import datetime as dt
import zoneinfo
from typing import Any

from core.times.rhythm import days_of
from demo.story.stage import Stage, told_in
from events.actions.afterwards import add_slides, record_attendance, set_recording
from events.actions.events import create_event, publish_event
from events.actions.registrations import register, withdraw
from events.actions.series import create_series, publish_series, register_for_series
from events.models import Event, EventSeries, Registration
from events.states import EventAccess, EventMode, RecordingReaders, Seat
from library.catalogue.models import Record
from networks.actions.events import create_network_event
from networks.models import Network


def meet(stage: Stage) -> None:
    """Add the events, who comes to them, and what is left of one that is over."""
    for told in told_in("events"):
        event = _make(stage, told)
        host, published_at = stage.people[told["hosts"][0]], stage.ago(told["made"] - 1)
        if told.get("is_draft"):
            continue
        if event.series is not None:
            publish_series(series=event.series, by=host, at=published_at)
        else:
            publish_event(event=event, by=host, at=published_at)
        _register(stage, event, told)
        if told["in"] < 0:
            _afterwards(stage, event, told)


def _make(stage: Stage, told: dict[str, Any]) -> Event:
    starts_at = stage.ago(-told["in"], hour=told["hour"])
    words: dict[str, Any] = {
        "by": stage.people["facilitator"],
        "starts_at": starts_at,
        "time_zone": told["zone"],
        "minutes": told["minutes"],
        "topics": stage.topics(told["topics"]),
        "hosts": stage.cast(told["hosts"]),
        "key": stage.key("event", told["title"]),
        "at": stage.ago(told["made"]),
        "title": told["title"],
        "summary": told["summary"],
        "about": told["about"],
        "mode": EventMode(told["mode"]),
        "place": told.get("place", ""),
        "join_link": told.get("link", ""),
        "capacity_in_person": told.get("in_person"),
        "capacity_online": told.get("online"),
        "access": EventAccess.PUBLIC,
    }
    if "rhythm" in told:
        local = starts_at.astimezone(zoneinfo.ZoneInfo(told["zone"]))
        days = days_of(told["rhythm"], local.date(), told["times"])
        moments = [dt.datetime.combine(day, local.time(), local.tzinfo) for day in days]
        return create_series(rhythm=told["rhythm"], moments=moments, **words)
    if "network" in told:
        network = Network.objects.get(name=told["network"])
        words |= {"by": stage.people[told["hosts"][0]], "access": EventAccess.GROUP}
        return create_network_event(network=network, **words)
    return create_event(**words)


def _register(stage: Stage, event: Event, told: dict[str, Any]) -> None:
    seat = Seat.IN_PERSON if event.is_in_person else Seat.ONLINE
    coming = [(key, seat) for key in [*told["registered"], *told.get("waiting", [])]]
    coming += [(key, Seat.ONLINE) for key in told.get("online_too", [])]
    at = stage.ago(told["made"] - 2)
    for number, (key, chosen) in enumerate(coming):
        moment = at + dt.timedelta(minutes=17 * number)
        register(event=event, user=stage.people[key], seat=chosen, at=moment)
    for key in told.get("all", []):
        series = EventSeries.objects.get(events=event)
        register_for_series(series=series, user=stage.people[key], seat=seat, at=at)
    for key in told.get("withdrawn", []):
        person = stage.people[key]
        withdraw(event=event, user=person, by=person, at=stage.now - dt.timedelta(hours=3))


def _afterwards(stage: Stage, event: Event, told: dict[str, Any]) -> None:
    places = Registration.objects.filter(event=event).registered()
    came = places.filter(user__in=stage.cast(told["came"]))
    keys = set(came.values_list("pk", flat=True))
    away = set(places.values_list("pk", flat=True)) - keys
    after = event.ends_at + dt.timedelta(hours=1)
    host = event.hosts.order_by("pk")[0]
    record_attendance(event=event, keys=keys, has_come=True, by=host, at=after)
    record_attendance(event=event, keys=away, has_come=False, by=host, at=after)
    set_recording(
        event=event,
        link=told["recording"],
        consent=told["consent"],
        readers=RecordingReaders.EVERYONE,
    )
    for key in told["slides"]:
        add_slides(event=event, record=Record.objects.get(import_key=key), at=after)
