"""Wall-clock times of a time zone: turn them into moments, and refuse those that do not exist."""

import datetime as dt
import zoneinfo

from django.utils import formats
from django.utils.translation import gettext as _


class NonexistentTime(ValueError):
    """The clocks jump over this time: it does not exist on that day."""

    def __init__(self, local: dt.datetime, zone: str) -> None:
        super().__init__(
            _(
                "%(time)s does not exist on %(day)s in %(zone)s: the clocks go forward then. Choose another time."
            )
            % _words(local, zone)
        )


class AmbiguousTime(ValueError):
    """The clocks are set back: this time comes twice on that day."""

    def __init__(self, local: dt.datetime, zone: str) -> None:
        self.first = local.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
        self.second = self.first.replace(fold=1)
        super().__init__(
            _(
                "%(time)s happens twice on %(day)s in %(zone)s: the clocks go back then. Choose which one you mean."
            )
            % _words(local, zone)
        )


def _words(local: dt.datetime, zone: str) -> dict[str, str]:
    return {
        "time": f"{local:%H:%M}",
        "day": formats.date_format(local, "j F Y"),
        "zone": zone.replace("_", " "),
    }


def to_utc(local: dt.datetime, zone: str, *, second: bool | None = None) -> dt.datetime:
    """Return the moment in UTC at which the clocks of the zone show this time (given without a zone).

    ``second`` chooses between the two when the clocks are set back. Raises ``NonexistentTime`` for a time that
    does not exist, and ``AmbiguousTime`` when it comes twice and nobody chose.
    """
    place = zoneinfo.ZoneInfo(zone)
    first = local.replace(tzinfo=place, fold=0)
    later = local.replace(tzinfo=place, fold=1)
    back = first.astimezone(dt.UTC).astimezone(place)
    if back.replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise NonexistentTime(local, zone)
    if first.utcoffset() != later.utcoffset():
        if second is None:
            raise AmbiguousTime(local, zone)
        return (later if second else first).astimezone(dt.UTC)
    return first.astimezone(dt.UTC)


def label_of(zone: str, at: dt.datetime) -> str:
    """Return the zone as a reader sees it at that moment: “Europe/London (BST)”."""
    return f"{zone.replace('_', ' ')} ({_short_label_of(zone, at)})"


def _short_label_of(zone: str, at: dt.datetime) -> str:
    short = at.astimezone(zoneinfo.ZoneInfo(zone)).tzname() or ""
    return short if short[:1].isalpha() else f"UTC{short}"


def in_zone(at: dt.datetime, zone: str) -> str:
    """Return the moment as the clocks of the zone show it: “Monday 2 March 2026, 14:00, Europe/London (GMT)”."""
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{formats.date_format(local, 'l j F Y, H:i')}, {label_of(zone, at)}"


def span_in_zone(starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> str:
    """Return day, hours and zone as the clocks of the zone show them: “Monday 2 March 2026, 14:00 to 15:00, UTC”."""
    place = zoneinfo.ZoneInfo(zone)
    start, end = starts_at.astimezone(place), ends_at.astimezone(place)
    is_one_day = start.date() == end.date()
    return _("%(day)s, %(start)s to %(end)s, %(zone)s") % {
        "day": formats.date_format(start, "l j F Y"),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}" if is_one_day else formats.date_format(end, "l j F Y, H:i"),
        "zone": label_of(zone, starts_at),
    }


def short_span_in_zone(starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> str:
    """Return day and hours for a line in a list: “Mon 2 Mar 2026, 14:00 to 15:00 GMT”."""
    place = zoneinfo.ZoneInfo(zone)
    start, end = starts_at.astimezone(place), ends_at.astimezone(place)
    is_one_day = start.date() == end.date()
    return _("%(day)s, %(start)s to %(end)s %(zone)s") % {
        "day": formats.date_format(start, "D j M Y"),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}" if is_one_day else formats.date_format(end, "D j M Y, H:i"),
        "zone": _short_label_of(zone, starts_at),
    }
