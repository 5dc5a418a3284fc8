"""Background tasks: signs of life, the sizes of covers, and the nightly backup."""

import logging
from pathlib import Path
from typing import Any

from celery import current_app, shared_task
from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone

from core.background.heartbeats import BEAT, WORKER, note_heartbeat
from core.backups.layout import BackupError
from core.backups.making import make_backup
from core.covers.actions import make_cover_sizes
from core.covers.models import Covered

logger = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Note, each minute, that the worker runs tasks. Without a queue it is beat itself that runs this."""
    is_in_place = current_app.conf.task_always_eager
    note_heartbeat(BEAT if is_in_place else WORKER)


@shared_task
def make_sizes_of_cover(*, label: str, key: int) -> None:
    """Make the smaller sizes of a cover that was uploaded. One that was removed meanwhile needs none."""
    for thing in _with_new_cover(apps.get_model(label)).filter(pk=key):
        make_cover_sizes(thing=thing)


@shared_task
def make_missing_sizes_of_covers() -> None:
    """Sweep: make the sizes of covers that were not announced. One that fails does not stop the others."""
    models = [model for model in apps.get_models() if issubclass(model, Covered)]
    for thing in (thing for model in models for thing in _with_new_cover(model)):
        try:
            make_cover_sizes(thing=thing)
        except OSError:
            logger.exception(
                "The sizes of the cover of %s %s were not made.", thing._meta.label, thing.pk
            )


def _with_new_cover(model: type[Model]) -> QuerySet[Any]:
    return (
        model._default_manager.exclude(cover_file="").filter(has_cover_sizes=False).order_by("pk")
    )


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
