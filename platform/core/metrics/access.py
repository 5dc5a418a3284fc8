"""Who may read the metrics."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from core.web.ratelimit import client_address


def are_metrics_on() -> bool:
    return bool(settings.METRICS_TOKEN or settings.METRICS_FROM)


def may_read_metrics(request: HttpRequest) -> bool:
    """Tell whether the request carries the token, or comes from one of the addresses that are named."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(each) for each in settings.METRICS_FROM)
