"""Which backups are kept, and which are dropped."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from core.backups.layout import moment_of

# So long all are kept: one that was made before an upgrade is not dropped by the next one of that day.
RECENT = dt.timedelta(days=2)
DAYS = 7
WEEKS = 4
MONTHS = 6
_PERIODS: tuple[tuple[int, Callable[[Path], object]], ...] = (
    (DAYS, lambda backup: moment_of(backup).date()),
    (WEEKS, lambda backup: moment_of(backup).isocalendar()[:2]),
    (MONTHS, lambda backup: (moment_of(backup).year, moment_of(backup).month)),
)


def kept(backups: Iterable[Path]) -> set[Path]:
    """Return the backups to keep: those of two days, and the newest of each of 7 days, 4 weeks and 6 months (in UTC).

    Days, weeks and months without a backup do not count, and the two days end with the newest backup: after a long
    pause the old ones are still there. The newest of all is always kept.
    """
    newest_first = sorted(backups, key=moment_of, reverse=True)
    chosen = {
        each for each in newest_first if moment_of(newest_first[0]) - moment_of(each) < RECENT
    }
    for most, period_of in _PERIODS:
        newest_of: dict[object, Path] = {}
        for backup in newest_first:
            newest_of.setdefault(period_of(backup), backup)
        chosen.update(list(newest_of.values())[:most])
    return chosen


def drop(backup: Path) -> None:
    """Delete a backup so that what is left of a killed deletion does not look like one."""
    waiting = backup.with_name(f".unfinished-{backup.name}")
    backup.rename(waiting)
    shutil.rmtree(waiting)
