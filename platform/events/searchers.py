"""Events in the search of the whole site."""

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from events.models import Event
from events.states import EventState


def find_events(text: str, reader: Person) -> QuerySet[Event]:
    """Return the published events that the reader may see, with every word in title, summary or place."""
    seen = Event.objects.visible_to(reader).filter(state=EventState.PUBLISHED)
    found = with_every_word(seen, text, "title", "summary", "place")
    return found.order_by("-starts_at", "-pk")


def _line(event: Event) -> FoundLine:
    day = formats.date_format(event.starts_at.astimezone(event.zone), "j F Y")
    about = " · ".join(filter(None, [day, event.summary]))
    return FoundLine(event.title, event.get_absolute_url(), about[:160])


SEARCHERS.add(
    "events", Searcher(_("Events"), _("Event"), find=find_events, line=_line), position=25
)
