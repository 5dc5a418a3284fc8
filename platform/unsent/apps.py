from django.utils.translation import gettext_lazy as _

from core import parts


class UnsentConfig(parts.PartConfig):
    name = "unsent"
    address = "unsent"
    title = _("Unsent texts")
