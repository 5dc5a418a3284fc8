"""Which backups are kept, and which are dropped."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from core.backups.layout import moment_of

DAYS = 7
WEEKS = 4
MONTHS = 6
_PERIODS: tuple[tuple[int, Callable[[Path], object]], ...] = (
    (DAYS, lambda backup: moment_of(backup).date()),
    (WEEKS, lambda backup: moment_of(backup).isocalendar()[:2]),
    (MONTHS, lambda backup: (moment_of(backup).year, moment_of(backup).month)),
)


def kept(backups: Iterable[Path]) -> set[Path]:
    """Return the backups to keep: the newest of each of 7 days, of 4 weeks and of 6 months (in UTC).

    Days, weeks and months without a backup do not count: after a long pause the old ones are still there. The
    newest of all is always kept.
    """
    newest_first = sorted(backups, key=moment_of, reverse=True)
    chosen: set[Path] = set()
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
