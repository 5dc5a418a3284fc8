from django.utils.translation import gettext_lazy as _

from core import parts


class SafeguardingConfig(parts.PartConfig):
    name = "safeguarding"
    address = "safeguarding"
    title = _("Safeguarding")
