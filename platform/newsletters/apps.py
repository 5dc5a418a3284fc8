from django.utils.translation import gettext_lazy as _

from core import parts


class NewslettersConfig(parts.PartConfig):
    name = "newsletters"
    address = "newsletter"
    title = _("Newsletter")
