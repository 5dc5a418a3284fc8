"""Handing the files of an accepted work to its record."""

import datetime as dt

from library.models import File, Record
from submissions.models import Submission


def move_files(submission: Submission, record: Record, *, at: dt.datetime) -> None:
    """Give the record's first version the files of the work. The bytes stay where they are stored."""
    version = record.current_version
    File.objects.bulk_create(
        File(
            version=version,
            name=attachment.name,
            content=attachment.content.name,
            media_type=attachment.media_type,
            size=attachment.size,
            sha256=attachment.sha256,
            uploaded_at=at,
            uploaded_by=submission.author,
        )
        for attachment in submission.attachments.in_order()
    )
