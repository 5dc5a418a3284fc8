"""The files of a draft: checked, kept, removed."""

import datetime as dt

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.files.uploads import checksum, inspect_upload, safe_name
from core.refusals import Conflict
from submissions.actions.locking import lock_editable
from submissions.content import MAX_FILES
from submissions.models import Attachment, Submission


class TooManyFiles(Conflict):
    """The submission has as many files as allowed."""

    def __init__(self) -> None:
        super().__init__(_("You can add up to 10 files. Remove one first."))


def attach_file(*, submission: Submission, upload: File, at: dt.datetime) -> Attachment:
    """Keep a file with the draft, under a name that fits what it really is.

    The same content again gives the same attachment (repeats safely). Raises ``core.files.uploads.UploadRefused``
    for what cannot be taken, ``TooManyFiles``, and ``TransitionNotAllowed`` once the work is sent in.
    """
    kind = inspect_upload(upload)
    sha256 = checksum(upload)
    with transaction.atomic():
        submission = lock_editable(submission)
        known = submission.attachments.filter(sha256=sha256).first()
        if known is not None:
            return known
        taken = set(submission.attachments.values_list("position", flat=True))
        free = next((n for n in range(1, MAX_FILES + 1) if n not in taken), None)
        if free is None:
            raise TooManyFiles
        name = safe_name(upload.name or "", kind)
        attachment = Attachment(
            submission=submission,
            position=free,
            name=name,
            media_type=kind.media_type,
            size=upload.size,
            sha256=sha256,
            added_at=at,
        )
        attachment.content.save(f"{sha256[:16]}.{kind.ending}", upload, save=False)
        attachment.save()
        return attachment


@transaction.atomic
def remove_file(*, attachment: Attachment) -> None:
    """Take a file away from the draft. Repeats safely; ``TransitionNotAllowed`` once the work is sent in.

    The stored bytes are deleted only if the work was never sent in, as its revisions may list the file.
    """
    submission = lock_editable(attachment.submission)
    Attachment.objects.filter(pk=attachment.pk).delete()
    if not submission.revisions.exists():
        transaction.on_commit(lambda: attachment.content.delete(save=False))
