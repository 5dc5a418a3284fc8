from django.utils.translation import gettext_lazy as _

from core import parts


class BriefsConfig(parts.PartConfig):
    name = "briefs"
    address = "briefs"
    title = _("Briefs")
