"""What safeguarding knows of events: whom their pages are about."""

from django.urls import ResolverMatch

from accounts.models import User
from events.models import Event
from safeguarding.places import PEOPLE_ON_PAGE

_PART = "events"


@PEOPLE_ON_PAGE.register(_PART)
def people_on_page(page: ResolverMatch, reader: User) -> list[User]:
    """Return the hosts of the event, or of those of a series that the reader may see."""
    if page.namespace != _PART or "pk" not in page.kwargs:
        return []
    named = "series" if (page.url_name or "").startswith("series_") else "pk"
    seen = Event.objects.visible_to(reader).filter(**{named: page.kwargs["pk"]})
    hosts = Event.hosts.through._default_manager.filter(event__in=seen).values("user")
    return list(User.objects.filter(pk__in=hosts).order_by("full_name", "pk"))
