from django.utils.translation import gettext_lazy as _

from core import parts


class IndicatorsConfig(parts.PartConfig):
    name = "indicators"
    address = "indicators"
    title = _("Indicators")
