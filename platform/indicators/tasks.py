"""Background work on figures: imports, publishing, and telling followers."""

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from indicators.calculator.actions import delete_data_sets_of
from indicators.calculator.actions import erase_deleted_data_sets as erase_deleted
from indicators.calculator.models import DataSet
from indicators.catalogue.actions.following import stop_following, tell_of_release
from indicators.catalogue.actions.publishing import give_up_publishing, publish_asked
from indicators.catalogue.models import Follow, Publication, Release
from indicators.importing.actions.imports import (
    read_import,
    requeue_failed_import,
    requeue_stalled_imports,
    write_import,
)
from indicators.importing.models import DataImport, DataImportState

logger = logging.getLogger(__name__)


@shared_task
def work_on_figures() -> None:
    """Check what was uploaded and write what was confirmed, one import after the other."""
    for pk in requeue_stalled_imports(now=timezone.now()):
        logger.error("The worker of import %s of figures was stopped again and again.", pk)
    for begun in DataImport.objects.waiting().select_related("release"):
        try:
            if begun.state == DataImportState.WAITING:
                read_import(begun=begun)
            else:
                write_import(begun=begun, at=timezone.now())
        except Exception as error:
            # Whatever is wrong with one import, those behind it do not wait for it. Operators are told once.
            if requeue_failed_import(begun=begun):
                logger.exception("Import %s of figures failed and is given up.", begun.pk)
            else:
                logger.warning("Import %s of figures is tried again: %r", begun.pk, error)


@shared_task
def publish_figures() -> None:
    """Publish the releases that were asked for, one after the other."""
    for publication in Publication.objects.waiting(timezone.now()).select_related("release"):
        try:
            publish_asked(publication=publication, now=timezone.now)
        except Exception as error:
            if give_up_publishing(publication=publication, at=timezone.now()):
                logger.exception("Release %s could not be published.", publication.release_id)
            else:
                logger.warning("Release %s is published again: %r", publication.release_id, error)


@shared_task
def tell_followers(*, release_id: int) -> None:
    release = Release.objects.published().filter(pk=release_id).first()
    if release is not None:
        tell_of_release(release=release, at=timezone.now())


@shared_task
def tell_of_recent_releases() -> None:
    """Sweep: tell followers of releases of the last days that were not announced."""
    for release in Release.objects.published_lately(timezone.now()):
        tell_of_release(release=release, at=timezone.now())


@shared_task
def forget_follower(*, user_id: int) -> None:
    stop_following(user_ids=[user_id])


@shared_task
def forget_followers_who_left() -> None:
    """Sweep: delete what closed accounts followed."""
    left = Follow.objects.filter(user__in=User.objects.closed()).values_list("user_id", flat=True)
    stop_following(user_ids=list(left.distinct()))


@shared_task
def forget_data_sets(*, user_id: int) -> None:
    delete_data_sets_of(user_ids=[user_id])


@shared_task
def erase_deleted_data_sets() -> None:
    """Sweep: erase data sets that somebody deleted more than a day ago."""
    erase_deleted(before=timezone.now() - dt.timedelta(days=1))


@shared_task
def forget_data_sets_of_closed_accounts() -> None:
    """Sweep: delete data sets of closed accounts."""
    left = DataSet.objects.filter(owner__in=User.objects.closed()).values_list(
        "owner_id", flat=True
    )
    delete_data_sets_of(user_ids=list(left.distinct()))
