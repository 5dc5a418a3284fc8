"""Telling robots from readers by what they say of themselves (COUNTER 5.1, section 7.8)."""

import re

from django.http import HttpRequest

# Our own short list. "Cubot" is a telephone.
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiver|harvest|indexer|scanner"
    r"|preview|embed|facebookexternalhit|whatsapp|fetch|feed|reader/|validator|link.?check"
    r"|curl|wget|python|httpx|aiohttp|java/|okhttp|http-?client|libwww|perl|ruby|php/|axios|undici|postman"
    r"|headless|phantomjs|selenium|puppeteer|playwright|lighthouse"
    r"|monitor|uptime|pingdom|statuscake|nagios|zabbix|check_http",
    re.I,
)


def is_robot(request: HttpRequest) -> bool:
    """Tell whether a robot asks: its user agent says so, or is missing."""
    agent = request.headers.get("user-agent", "").strip()
    return not agent or bool(_ROBOT.search(agent))


def is_ahead_of_reading(request: HttpRequest) -> bool:
    """Tell whether a browser only prefetches a page that its reader may never open."""
    headers = ("sec-purpose", "purpose", "x-purpose", "x-moz")
    said = " ".join(request.headers.get(name, "") for name in headers).lower()
    return "prefetch" in said or "preview" in said or "prerender" in said


def is_continuation(request: HttpRequest) -> bool:
    """Tell whether only a later part of a file is asked for, as a PDF viewer does page by page."""
    wanted = request.headers.get("range", "").replace(" ", "").lower()
    return bool(wanted) and not wanted.startswith("bytes=0-")
