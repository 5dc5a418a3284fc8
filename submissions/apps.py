from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class SubmissionsConfig(parts.PartConfig):
    name = "submissions"
    address = "submissions"
    title = _("Submissions and reviews")


notification_group("submissions", _("Submissions and reviews"), position=50)
