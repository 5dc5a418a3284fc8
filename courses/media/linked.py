"""Recordings on other sites: which sites are allowed, and the address under which each of them plays."""

import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# What a browser plays by itself; everything else is a page with a player.
_FILE = re.compile(r"\.(mp4|webm|mp3|m4a|ogg|wav)\Z", re.IGNORECASE)
_SOUND = re.compile(r"\.(mp3|m4a|ogg|wav)\Z", re.IGNORECASE)
_NAME = re.compile(r"[\w-]{5,64}\Z", re.ASCII)
_LONGEST = 500
# Their players have names of their own; an address from the bar of the browser is turned into that of the player.
_KNOWN_AS = {"www.youtube-nocookie.com": "YouTube", "player.vimeo.com": "Vimeo"}


class AddressRefused(Exception):
    """No recording is played from this address. The message says why."""


def allowed_hosts() -> list[str]:
    """Return the sites from which recordings may be played."""
    return [host.strip().lower() for host in settings.RECORDING_HOSTS if host.strip()]


def allowed_sites() -> list[str]:
    """Return the same in words for authors, who know some sites by other names than that of their player."""
    return [
        f"{_KNOWN_AS[host]} ({host})" if host in _KNOWN_AS else host for host in allowed_hosts()
    ]


def playable(address: str) -> str:
    """Return the address that plays, of one that an author copied from the bar of the browser. Raises ``AddressRefused``."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        is_plain = parts.port is None and parts.username is None
    except ValueError as error:
        raise AddressRefused(_("This is not an address. Copy it from the browser.")) from error
    if parts.scheme != "https" or not parts.hostname or not is_plain or len(address) > _LONGEST:
        raise AddressRefused(_("Enter an address that begins with https://."))
    if re.search(r"[\s\x00-\x1f\"'<>\\\\]", address):
        raise AddressRefused(
            _("This address contains characters that addresses cannot have. Copy it again.")
        )
    address = _with_player(address)
    host = (urlsplit(address).hostname or "").lower()
    hosts = allowed_hosts()
    if host not in hosts:
        words = _(
            "Recordings can be played from these sites: %(hosts)s. %(host)s is not one of them."
        )
        raise AddressRefused(words % {"hosts": ", ".join(hosts), "host": host})
    return address


def _with_player(address: str) -> str:
    """Return the page with the player alone, where we know how a site names it."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host == "youtube.com" and parts.path == "/watch":
        last = parse_qs(parts.query).get("v", [""])[0]
    if host in {"youtube.com", "youtu.be"} and _NAME.match(last):
        return f"https://www.youtube-nocookie.com/embed/{last}"
    if host == "vimeo.com" and last.isascii() and last.isdigit():
        return f"https://player.vimeo.com/video/{last}"
    if parts.path.startswith(("/w/", "/videos/watch/")) and _NAME.match(last):
        return f"https://{parts.hostname}/videos/embed/{last}"
    return address


def plays_as(address: str) -> str:
    """Return how a page plays it: "audio", "video", or "page" for one with a player of its own."""
    path = urlsplit(address).path
    if _SOUND.search(path):
        return "audio"
    return "video" if _FILE.search(path) else "page"
