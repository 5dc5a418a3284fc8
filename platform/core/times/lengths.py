"""Lengths of time in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_hours_and_minutes(minutes: int) -> str:
    """Return a number of minutes in words: “45 minutes”, “6 hours”, “1 hour 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    whole = ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    part = ngettext("%(minutes)s minute", "%(minutes)s minutes", rest) % {"minutes": rest}
    if not hours:
        return part
    return _("%(hours)s %(minutes)s") % {"hours": whole, "minutes": part} if rest else whole
