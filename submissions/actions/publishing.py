"""Handing the files and sources of an accepted submission over to its record."""

import datetime as dt

from library.catalogue.actions.relations import relate_records
from library.catalogue.models import File, Record
from library.vocabularies.choices import RelationKind
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


def relate_to_sources(submission: Submission, record: Record, *, at: dt.datetime) -> None:
    """Relate the record to the sources of the submission; withdrawn ones are left out."""
    named = submission.draws_on.select_related("replaced_by").order_by("pk")
    for source in dict.fromkeys(work.replaced_by or work for work in named):
        if source.is_published:
            relate_records(record=record, kind=RelationKind.DRAWS_ON, target=source, at=at)
