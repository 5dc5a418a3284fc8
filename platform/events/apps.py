from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class EventsConfig(parts.PartConfig):
    name = "events"
    address = "events"
    title = _("Events")


notification_group("events", _("Events"), position=15)
