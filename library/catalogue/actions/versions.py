"""Versions of a work and the files in them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.files import FileKind, checksum, safe_name
from core.repeats import SentBefore, made_before
from library.catalogue.actions.checks import lacks_now
from library.catalogue.models import File, Record, Version
from library.catalogue.type_fields import html_of
from library.documents.actions import expect_reading
from library.finding.search.index import index_records

MAX_FILES = 10


@transaction.atomic
def deposit_version(
    *,
    record: Record,
    body: str,
    note: str,
    by: User | None,
    at: dt.datetime,
    particulars: Mapping[str, Any] | None = None,
    key: uuid.UUID | None = None,
) -> Version:
    """Add the next version of a published record and make it the current one.

    ``note`` tells readers what is new; ``particulars`` that are not given are those of the version before.
    The same ``key`` and words give the first version again. Raises
    ``ValidationError`` when the record is withdrawn, and ``SentBefore`` for other words under the key.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    first = key and made_before(record.versions.all(), key, body=body, note=note)
    if first:
        return first
    if not record.is_published:
        raise ValidationError(_("A withdrawn record takes no new version. Restore it first."))
    latest = record.versions.latest("number")
    answers = latest.particulars if particulars is None else dict(particulars)
    version = Version.objects.create(
        record=record,
        number=latest.number + 1,
        particulars=answers,
        body=body,
        body_html=html_of(record.type, answers, body),
        note=note,
        deposited_at=at,
        deposited_by=by,
        form_key=key,
    )
    record.current_version = version
    record.changed_at = at
    record.lacks = lacks_now(record)
    record.save(update_fields=["current_version", "changed_at", "lacks"])
    index_records([record.pk])
    return version


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
    """Add a judged document to a version. The same content again gives the same file (repeats safely).

    ``kind`` is what ``core.files.inspect_upload`` found. Raises ``ValidationError`` when the version holds as
    many files as it may.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=version.record_id)
    digest = checksum(content)
    if known := version.files.filter(sha256=digest).first():
        return known
    if version.files.count() >= MAX_FILES:
        raise ValidationError(_("A version holds at most %(most)s files.") % {"most": MAX_FILES})
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
    expect_reading(file=file, at=at)
    record.changed_at = at
    record.lacks = lacks_now(record)
    record.save(update_fields=["changed_at", "lacks"])
    index_records([record.pk])
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

    The same ``key``, words and file give the first version again. Raises ``SentBefore`` for another file under
    the key, and what ``deposit_version`` and ``add_file`` raise.
    """
    version = record.current_version
    if version is None or is_new_version:
        version = deposit_version(record=record, body=body, note=note, by=by, at=at, key=key)
        is_first = version.deposited_at == at
        if content and kind and not is_first and not _holds(version, content):
            raise SentBefore
    if content and kind:
        add_file(
            version=version, content=content, kind=kind, embargo_until=embargo_until, by=by, at=at
        )
    return version


def _holds(version: Version, content: UploadedFile) -> bool:
    return version.files.filter(sha256=checksum(content)).exists()
