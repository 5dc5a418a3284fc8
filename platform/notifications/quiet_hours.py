"""Quiet hours: when mail that can wait lets a person sleep. Computed from plain values, without a query."""

import datetime as dt
import zoneinfo


def end_of_quiet(
    *, begins: dt.time, ends: dt.time, zone: str, at: dt.datetime
) -> dt.datetime | None:
    """Return when the quiet hours end that this moment lies in, or nothing outside them.

    The hours are read from the clock of this IANA zone and may pass midnight. Of an hour that comes twice
    when the clock goes back, the second is meant; one that is left out ends an hour later on the clock.
    """
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    clock = local.time()
    passes_midnight = begins >= ends
    is_late, is_early = clock >= begins, clock < ends
    is_quiet = (is_late or is_early) if passes_midnight else (is_late and is_early)
    if not is_quiet:
        return None
    day = local.date() + dt.timedelta(days=1 if passes_midnight and is_late else 0)
    end = dt.datetime.combine(day, ends, tzinfo=local.tzinfo)
    return max(end.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
