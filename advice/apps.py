from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class AdviceConfig(parts.PartConfig):
    name = "advice"
    address = "advice"
    title = _("Advice")


notification_group("advice", _("Advice on policies"), position=55)
