"""Background work of the networks."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from library.catalogue.models import Record
from networks.actions import files, invitations, kept_files, memberships, records
from networks.actions.cohort_groups import follow_all
from networks.actions.erasing import erase_posts
from networks.actions.records import announce_missing_records
from networks.models import Membership


@shared_task
def announce_record(*, record_id: int) -> None:
    records.announce_record(record=Record.objects.get(pk=record_id), at=timezone.now())


@shared_task
def sweep_records() -> None:
    """Sweep: announce published records that were not announced."""
    announce_missing_records(at=timezone.now())


@shared_task
def part_with_networks(*, user_id: int) -> None:
    user, now = User.objects.get(pk=user_id), timezone.now()
    memberships.leave_all_networks(user=user, at=now)
    erase_posts(user=user, at=now)


@shared_task
def sweep_closed_accounts() -> None:
    """Sweep: end memberships that closed accounts still have, and erase posts whose authors chose that."""
    now = timezone.now()
    left = Membership.objects.current().filter(user__closed_at__isnull=False)
    for user in User.objects.filter(memberships__in=left).distinct():
        memberships.leave_all_networks(user=user, at=now)
    erase_posts(at=now)


@shared_task
def forget_invitations() -> None:
    """Nightly: delete invitations that ended long ago."""
    invitations.forget_invitations(at=timezone.now())


@shared_task
def forget_files() -> None:
    """Nightly: delete files that their authors removed from posts a month ago, and those chosen and not sent for a day."""
    files.forget_files(at=timezone.now())
    kept_files.forget_kept_files(at=timezone.now())


@shared_task
def sweep_cohort_groups() -> None:
    """Sweep: let the group of each cohort have the people of the cohort."""
    follow_all(at=timezone.now())
