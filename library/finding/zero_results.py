"""Counting searches that found nothing, for the editors, without telling who searched.

Reading changes nothing for any reader: only a count for the library's editors grows. Decision 10 tells why.
"""

import hashlib
import re

from django.core.cache import cache
from django.http import HttpRequest

from core.announcements import announce
from core.web.ratelimit import client_address
from library.finding.models import Gap
from library.signals import nothing_found

_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|python|curl|wget|java/|http-?client|monitor", re.I
)
_DAY = 86_400


def report_zero_results(request: HttpRequest, text: str) -> None:
    """Announce the words once for each visitor and day. Robots do not count."""
    agent = request.headers.get("user-agent", "")
    if not agent or _ROBOT.search(agent) or request.method != "GET":
        return
    visitor = request.user.pk or client_address(request)
    words = hashlib.sha256(f"{visitor}:{text.casefold()}".encode("utf-8", "replace")).hexdigest()
    if cache.add(f"nothing-found:{words}", 1, timeout=_DAY):
        announce(nothing_found, Gap, text=text)
