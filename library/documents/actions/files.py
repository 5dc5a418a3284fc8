"""Adding files, and changing their embargoes.

A file under embargo opens by its date alone: ``File.is_closed_on`` and ``FileQuerySet.open_on`` of the catalogue.
"""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.uploads import FileKind, checksum, safe_name
from core.forms.form_keys import AlreadySubmitted
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import File, Record, Version
from library.documents.actions.extracting import queue_extraction

MAX_FILES = 10


@transaction.atomic
def add_file(
    *,
    version: Version,
    content: UploadedFile,
    kind: FileKind,
    embargo_until: dt.date | None,
    by: User,
    at: dt.datetime,
) -> File:
    """Add a document whose content was checked to a version. The same content again gives the same file (repeats safely).

    ``kind`` is what ``core.files.uploads.inspect_upload`` found. Raises ``ValidationError`` when the version holds as
    many files as it may.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=version.record_id)
    digest = checksum(content)
    if known := version.files.filter(sha256=digest).first():
        return known
    if version.files.count() >= MAX_FILES:
        raise ValidationError(_("A version can have at most %(most)s files.") % {"most": MAX_FILES})
    name = safe_name(content.name or "", kind)
    file = File(
        version=version,
        name=name,
        media_type=kind.media_type,
        size=content.size or 0,
        sha256=digest,
        embargo_until=embargo_until,
        uploaded_at=at,
        uploaded_by=by,
    )
    file.content.save(f"{digest}.{kind.ending}", content, save=False)
    file.save()
    queue_extraction(file=file, at=at)
    look_after([record.pk], at=at)
    return file


@transaction.atomic
def deposit_file(
    *,
    record: Record,
    is_new_version: bool,
    note: str,
    body: str,
    content: UploadedFile | None,
    kind: FileKind | None,
    embargo_until: dt.date | None,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> Version:
    """Add a file to the present version, or deposit a new one with it: both or nothing.

    The same ``key``, words and file give the first version again. Raises ``AlreadySubmitted`` for another file under
    the key, and what ``deposit_version`` and ``add_file`` raise.
    """
    version = record.current_version
    if version is None or is_new_version:
        version = deposit_version(record=record, body=body, note=note, by=by, at=at, key=key)
        is_first = version.deposited_at == at
        if content and kind and not is_first and not _holds(version, content):
            raise AlreadySubmitted
    if content and kind:
        add_file(
            version=version, content=content, kind=kind, embargo_until=embargo_until, by=by, at=at
        )
    return version


@transaction.atomic
def change_embargo(*, file: File, until: dt.date | None, at: dt.datetime) -> File:
    """Close a document until another day, or open it now (``None``). Repeats safely."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=file.version.record_id)
    File.objects.filter(pk=file.pk).update(embargo_until=until)
    file.embargo_until = until
    look_after([record.pk], at=at)
    return file


@transaction.atomic
def reindex_after_embargo(*, on: dt.date, at: dt.datetime) -> int:
    """Index the files whose embargo has ended, and mark their records as changed. Repeats safely.

    Returns how many records it concerned: those whose place in the index is older than the end of an embargo.
    """
    ended = File.objects.filter(
        version__record__current_version=F("version"),
        embargo_until__lte=on,
        embargo_until__gt=F("version__record__search_row__indexed_on"),
    )
    keys = sorted(set(ended.values_list("version__record_id", flat=True)))
    look_after(keys, at=at)
    return len(keys)


def _holds(version: Version, content: UploadedFile) -> bool:
    return version.files.filter(sha256=checksum(content)).exists()
