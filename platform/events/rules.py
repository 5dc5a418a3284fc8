"""Who may do what with events."""

from core.permissions import rule
from core.types import Person
from events.models import Event
from events.models.events import is_organiser


@rule("events.create")
def may_create(user: Person, _thing: object = None) -> bool:
    """Course facilitators, editors and administrators make events."""
    return is_organiser(user)


@rule("events.manage")
def may_manage(user: Person, event: Event) -> bool:
    """Whoever makes events looks after all of them, and hosts after their own."""
    if is_organiser(user):
        return True
    return Event.objects.managed_by(user).filter(pk=event.pk).exists()
