"""The name of each mail (``Message-ID``), by which a report of another mail server leads back to it."""

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings

from notifications.models import Delivery

_OURS = re.compile(r"<([0-9]{1,18})\.([0-9a-f]{32})@([^<>@\s]+)>")


def message_id(delivery: Delivery) -> str:
    """Return the same name whenever this mail is sent, and for no other mail."""
    token = delivery.token.hex if delivery.token else "0"
    return f"<{delivery.pk}.{token}@{urlsplit(settings.SITE_URL).hostname}>"


def about_of(name: str, *, mail: str) -> int | None:
    """Return the row that the mail of this name was about, or nothing unless it is one of ours of the kind ``mail``.

    The random part of the name is known only to those who got the mail, so nobody reports mails of others.
    """
    found = _OURS.fullmatch(name.strip())
    if not found:
        return None
    key, token, _host = found.groups()
    sent = Delivery.objects.filter(pk=int(key), token=uuid.UUID(hex=token), mail=mail)
    return sent.values_list("about", flat=True).first()
