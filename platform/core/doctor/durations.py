"""Lengths of time in words for operators."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def duration(seconds: float) -> str:
    """Return the length of time in its largest unit: "3 hours"."""
    if seconds < 2 * _MINUTE:
        count = round(seconds)
        words = ngettext("%(count)d second", "%(count)d seconds", count)
    elif seconds < 2 * _HOUR:
        count = round(seconds / _MINUTE)
        words = ngettext("%(count)d minute", "%(count)d minutes", count)
    elif seconds < 2 * _DAY:
        count = round(seconds / _HOUR)
        words = ngettext("%(count)d hour", "%(count)d hours", count)
    else:
        count = round(seconds / _DAY)
        words = ngettext("%(count)d day", "%(count)d days", count)
    return words % {"count": count}


def ago(seconds: float) -> str:
    """Return how long ago that was: "3 hours ago"."""
    return _("%(time)s ago") % {"time": duration(seconds)}


def gigabytes(size: float) -> str:
    """Return the bytes as gigabytes: "1.5 GB"."""
    return _("%(size).1f GB") % {"size": size / 1e9}
