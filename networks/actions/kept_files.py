"""Keeping a file that was chosen for a post until the post is sent."""

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from networks.actions.files import checked_file
from networks.models import KeptFile

KEPT_UNSENT = dt.timedelta(days=1)
# What one person has chosen and not sent in a day; older ones go first.
MOST_KEPT = 5


def keep_file(*, owner: User, upload: File[Any], at: dt.datetime) -> KeptFile:
    """Keep a chosen file for its owner alone. Raises ``core.files.uploads.UploadRefused`` for what cannot be taken."""
    file = checked_file(upload)
    assert file is not None  # noqa: S101  (there is an upload)
    kept = KeptFile(owner=owner, name=file.name, kept_at=at)
    kept.content.save(f"{file.sha256[:16]}.{file.kind.ending}", file.upload, save=False)
    kept.save()
    for old in KeptFile.objects.of(owner).order_by("-kept_at", "-pk")[MOST_KEPT:]:
        drop_kept_file(file=old)
    return kept


@transaction.atomic
def drop_kept_file(*, file: KeptFile) -> None:
    """Delete a kept file, and its bytes once that is certain. Repeats safely."""
    KeptFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: file.content.delete(save=False))


def forget_kept_files(*, at: dt.datetime) -> None:
    """Delete what was chosen more than a day ago, and what people have chosen who are gone. Repeats safely."""
    old = KeptFile.objects.filter(kept_at__lt=at - KEPT_UNSENT)
    gone = KeptFile.objects.filter(owner__in=User.objects.gone())
    for file in [*old.order_by("pk"), *gone.order_by("pk")]:
        drop_kept_file(file=file)
