"""The context of every page's shell."""

from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from notifications.unread import unread_count_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the name of the institute, the help address, and the number of unread notifications.

    The number is counted once, and only where a template asks for it. It is a true number and no lazy object,
    as the plural rules of many languages calculate with it.
    """

    @cache
    def unread_count() -> int:
        return _unread_count(request)

    return {
        "institute_name": settings.INSTITUTE_NAME,
        "site": settings.SITE_URL,
        "help_email": parseaddr(settings.HELP_EMAIL)[1],
        "is_development": settings.DEBUG,
        "unread_count": unread_count,
    }


def _unread_count(request: HttpRequest) -> int:
    # Some error pages are shown before anybody was looked up.
    user = getattr(request, "user", None)
    return unread_count_of(user) if user and user.is_authenticated else 0
