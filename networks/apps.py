from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class NetworksConfig(parts.PartConfig):
    name = "networks"
    address = "networks"
    title = _("Networks")


notification_group("networks", _("Networks"), position=30)
