from django.utils.translation import gettext_lazy as _

from core import parts


class CalendarsConfig(parts.PartConfig):
    name = "calendars"
    address = "calendar"
    title = _("Calendar")
