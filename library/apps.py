from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class LibraryConfig(parts.PartConfig):
    name = "library"
    address = "library"
    title = _("Library")


notification_group("library", _("Library"), position=40)
