from django.utils.translation import gettext_lazy as _

from core import parts


class ApiConfig(parts.PartConfig):
    name = "api"
    address = "api"
    title = _("API")
