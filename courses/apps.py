from django.utils.translation import gettext_lazy as _

from core import parts
from notifications.groups import notification_group


class CoursesConfig(parts.PartConfig):
    name = "courses"
    address = "courses"
    title = _("Learn")


notification_group("courses", _("Courses"), position=10)
