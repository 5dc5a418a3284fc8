"""Limits on how often one visitor may ask for the same thing."""

import functools
import ipaddress
import time
from collections.abc import Callable, Collection

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core.refusals import TooManyRequests

View = Callable[..., HttpResponseBase]
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_HOME_NETWORK = 64


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address, read through as many proxies as are ours (``ALLAUTH_TRUSTED_PROXY_COUNT``).

    What stands further left in ``X-Forwarded-For`` was written by the visitor and is not believed. An IPv6
    address stands for its whole /64, as one household has them all; one that holds an IPv4 address is that one.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        forwarded = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        ]
        if len(forwarded) >= proxies and forwarded[-proxies]:
            address = _without_port(forwarded[-proxies])
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return request.META.get("REMOTE_ADDR", "")
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed, _HOME_NETWORK), strict=False).network_address)
    return str(parsed)


def is_ip_address(text: str) -> bool:
    """Tell whether the text is an address, as that of a visitor is not where the server listens at a socket."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _without_port(address: str) -> str:
    """Return the address alone, as some proxies write ``1.2.3.4:5678`` or ``[2001:db8::1]:5678``."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def limit_rate(
    name: str, rate: str = "30/m", *, methods: Collection[str] = ()
) -> Callable[[View], View]:
    """Let each visitor (``visitor_of``) into the decorated view so often: ``"30/m"`` is thirty times a minute.

    ``methods`` limits only requests of these methods. ``RATE_LIMIT_FACTOR`` multiplies all rates, for a house
    whose people share one address. Raises ``TooManyRequests`` (429), of which no view needs to know.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not methods or request.method in methods:
                count_visit(name, visitor_of(request), rate)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def is_within(name: str, visitor: str, amount: int, period: int) -> bool:
    """Count once more for the visitor, and tell whether that is at most ``amount`` times in ``period`` seconds."""
    window = int(time.time()) // period
    key = f"rate:{name}:{visitor}:{window}"
    if cache.add(key, 1, timeout=period):
        return True
    try:
        count = cache.incr(key)
    except ValueError:
        # The entry expired between ``add`` and ``incr``.
        return True
    return count <= amount


def visitor_of(request: HttpRequest) -> str:
    """Return under which name the visitor is counted: a person who is signed in, or else a client address."""
    user = request.user
    return f"user:{user.pk}" if user.is_authenticated else f"address:{client_address(request)}"


def count_visit(name: str, visitor: str, rate: str) -> None:
    """Count once more for the visitor. Raises ``TooManyRequests`` above the rate times ``RATE_LIMIT_FACTOR``."""
    amount, _slash, unit = rate.partition("/")
    most = int(amount) * settings.RATE_LIMIT_FACTOR
    if not is_within(name, visitor, most, _SECONDS[unit]):
        raise TooManyRequests(_("Too many requests. Wait a few minutes, then try again."))
