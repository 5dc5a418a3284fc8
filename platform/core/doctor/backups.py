"""How old the last backup is, and whether it is still there."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core.backups.layout import DESCRIPTION, last_backup
from core.doctor.durations import ago, gigabytes
from core.doctor.findings import Finding, fault, ok, warning

# One a night, with two hours for a night that was busy.
LATE = dt.timedelta(hours=26)
TOO_LATE = dt.timedelta(days=3)


def look(now: dt.datetime) -> Finding:
    """Tell of the last backup that was made on this machine."""
    what, last = _("Backup"), last_backup()
    if last is None:
        return fault(
            what,
            _("none was ever made"),
            _("Set BACKUP_DIR for one each night, or run: manage.py backup DIR"),
        )
    if not (Path(last.path) / DESCRIPTION).is_file():
        return fault(
            what,
            _("%(path)s no longer exists") % {"path": last.path},
            _("Check that its disk is mounted, then make a new one."),
        )
    words = _("%(ago)s, %(size)s: %(path)s") % {
        "ago": ago((now - last.made_at).total_seconds()),
        "size": gigabytes(last.size),
        "path": last.path,
    }
    if now - last.made_at > TOO_LATE:
        return fault(what, words, _advice())
    return warning(what, words, _advice()) if now - last.made_at > LATE else ok(what, words)


def _advice() -> str:
    if settings.BACKUP_DIR:
        return _("Check the log of the jobs to see why none was made, or run: manage.py backup DIR")
    return _("Set BACKUP_DIR for one each night, or run: manage.py backup DIR")
