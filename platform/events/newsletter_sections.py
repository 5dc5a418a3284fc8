"""The section of the newsletter with events to come."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _

from core.times.moments import span_in_zone
from core.types import AnonymousUser
from events.models import Event
from events.models.events import EventQuerySet
from library.vocabularies.models import Topic
from newsletters.sections import MOST_NEW, SECTIONS, News, Section


def _news(events: EventQuerySet) -> list[News]:
    topics = Prefetch("topics", Topic.objects.order_by("label", "pk"))
    return [
        News(
            key=str(event.pk),
            title=event.title,
            address=event.get_absolute_url(),
            summary=". ".join(filter(None, [_when(event), event.summary])),
            at=event.published_at or event.created_at,
            topics=list(event.topics.all()),
            when=_when(event),
        )
        for event in events.prefetch_related(topics)
    ]


def _when(event: Event) -> str:
    return span_in_zone(event.starts_at, event.ends_at, event.time_zone)


def new_events(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return public events that were published in the period and are still to come, the soonest first. Two queries.

    Of a series, whose page names all, the soonest alone.
    """
    public = Event.objects.visible_to(AnonymousUser()).published().upcoming(until)
    fresh = public.filter(published_at__gt=since, published_at__lte=until)
    sooner = fresh.order_by().filter(series=OuterRef("series"), starts_at__lt=OuterRef("starts_at"))
    return _news(fresh.exclude(Exists(sooner))[:MOST_NEW])


def events_again(keys: Sequence[int]) -> list[News]:
    """Return those of the events that everyone may come to and that are not cancelled."""
    return _news(Event.objects.visible_to(AnonymousUser()).published().filter(pk__in=keys))


SECTIONS.add("events", Section(_("Events"), new_events, events_again), position=20)
