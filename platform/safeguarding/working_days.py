"""Counting working days: Monday to Friday, in the time zone of the site."""

import datetime as dt

from django.utils import timezone

_SATURDAY = 5


def after_working_days(moment: dt.datetime, days: int) -> dt.datetime:
    """Return the same time of day so many working days later. A weekend begins to count on Monday."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    while days:
        local += dt.timedelta(days=1)
        days -= local.weekday() < _SATURDAY
    return local
