"""Events of which a record holds the slides."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Person
from events.models import Event
from events.states import EventState
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source


@used_by_source("events")
def events_of(user: Person, record: Record) -> list[UsedBy]:
    """Return the events with the record among their slides, which their pages show once they are over."""
    return [
        UsedBy(_("Event “%(event)s”") % {"event": event}, event.get_absolute_url(), event.starts_at)
        for event in _events(user, record, timezone.now())
    ]


@prepared
def _events(user: Person, record: Record, now: dt.datetime) -> QuerySet[Event]:
    papers = Q(papers__record=record) | Q(papers__record__replaced_by=record)
    seen = Event.objects.visible_to(user).filter(papers, state=EventState.PUBLISHED)
    over = seen.filter(ends_at__lte=now)
    return over.distinct().order_by("-starts_at", "pk")[:MOST_USES]
