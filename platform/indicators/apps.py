from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class IndicatorsConfig(parts.PartConfig):
    name = "indicators"
    address = "indicators"
    title = _("Indicators")


notification_group("indicators", _("Indicators"), position=45)
