"""Background tasks: signs of life, and the nightly backup."""

import logging
from pathlib import Path

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from core.background.heartbeats import BEAT, WORKER, note_heartbeat
from core.backups.layout import BackupError
from core.backups.making import make_backup

logger = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Note, each minute, that the worker runs tasks. Without a queue it is beat itself that runs this."""
    is_in_place = current_app.conf.task_always_eager
    note_heartbeat(BEAT if is_in_place else WORKER)


@shared_task
def back_up() -> None:
    """Nightly: make a backup in ``BACKUP_DIR``, where it is set. A failure is an error in the log, and its mail."""
    if not settings.BACKUP_DIR:
        return
    try:
        made = make_backup(folder=Path(settings.BACKUP_DIR), at=timezone.now())
    except BackupError:
        logger.exception("The nightly backup was not made.")
    else:
        logger.info("Backup made: %s", made.path)
