"""What safeguarding knows of events: whom their pages are about."""

from django.urls import ResolverMatch

from accounts.models import User
from events.models import Event
from safeguarding.places import PEOPLE_ON_PAGE

_PART = "events"


@PEOPLE_ON_PAGE.register(_PART)
def people_on_page(page: ResolverMatch, reader: User) -> list[User]:
    """Return the hosts of the event."""
    if page.namespace != _PART or "pk" not in page.kwargs:
        return []
    seen = Event.objects.visible_to(reader).filter(pk=page.kwargs["pk"])
    return list(User.objects.filter(hosted_events__in=seen).order_by("full_name", "pk"))
