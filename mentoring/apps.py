from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class MentoringConfig(parts.PartConfig):
    name = "mentoring"
    address = "mentoring"
    title = _("Mentoring")


notification_group("mentoring", _("Mentoring"), position=20)
