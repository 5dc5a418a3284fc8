"""Publishing, correcting, withdrawing and restoring records."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import count_edit
from core.events import announce
from core.files import FileKind, checksum, safe_name
from core.repeats import made_before
from core.text import render_markdown
from core.validators import no_control_characters_in_paragraphs
from library.models import Creator, File, Record, RecordType, Topic, Version
from library.names import CreatorName
from library.search import index_records
from library.signals import record_published
from library.states import RECORD_FLOW

MAX_TOPICS = 6
MAX_FILES = 10
MOST_LETTERS_OF_A_NAME = 200
CORRECTABLE = frozenset(
    ["type", "title", "summary", "year", "publisher", "geography", "url", "licence"]
)


@transaction.atomic
def publish_record(
    *,
    type: RecordType | str,  # noqa: A002  (the word of the catalogue)
    title: str,
    summary: str,
    topics: Iterable[Topic],
    creators: Sequence[CreatorName],
    on: dt.date,
    year: int | None = None,
    body: str = "",
    publisher: str = "",
    geography: str = "",
    url: str = "",
    licence: str = "",
    depositor: User | None = None,
    where_seen: str = "",
    has_more_creators: bool = False,
    import_key: str = "",
) -> Record:
    """Put a work into the library with its version 1, and tell that it can be read.

    ``body`` is Markdown. Raises ``ValidationError`` and writes nothing when a field does not hold.
    """
    at = _moment_on(on)
    record = Record(
        type=type,
        title=title,
        summary=summary,
        year=year,
        publisher=publisher,
        geography=geography,
        url=url,
        licence=licence,
        depositor=depositor,
        where_seen=where_seen,
        has_more_creators=has_more_creators,
        import_key=import_key,
        published_at=at,
        changed_at=at,
    )
    chosen = _checked(record, topics, creators)
    record.save()
    record.topics.set(chosen)
    _name_creators(record, creators)
    record.current_version = Version.objects.create(
        record=record,
        number=1,
        body=body,
        body_html=render_markdown(body),
        deposited_at=at,
        deposited_by=depositor,
    )
    record.save(update_fields=["current_version"])
    index_records([record.pk])
    announce(record_published, Record, record_id=record.pk)
    return record


@transaction.atomic
def correct_record(
    *,
    record: Record,
    changes: Mapping[str, Any],
    topics: Iterable[Topic],
    creators: Sequence[CreatorName],
    at: dt.datetime,
    edit_number: int | None = None,
) -> Record:
    """Correct what the library says about a work. That is no new version.

    ``changes`` holds values of the fields in ``CORRECTABLE``; ``edit_number`` is the one this copy was opened
    with. Raises ``ValidationError`` and writes nothing when a field does not hold, or the record is withdrawn,
    and ``EditedElsewhere`` when it was corrected since.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("A withdrawn record stays as it was. Restore it first."))
    count_edit(record, edit_number)
    for field, value in changes.items():
        if field not in CORRECTABLE:
            raise ValueError(f"The field {field!r} of a record cannot be corrected.")
        setattr(record, field, value)
    record.changed_at = at
    chosen = _checked(record, topics, creators)
    record.save()
    record.topics.set(chosen)
    record.creators.all().delete()
    _name_creators(record, creators)
    index_records([record.pk])
    return record


@transaction.atomic
def withdraw_record(*, record: Record, reason: str, by: User, at: dt.datetime) -> Record:
    """Take a record out of the library. Its address keeps a tombstone with the reason.

    Raises ``TransitionNotAllowed`` when it is withdrawn already, ``ValidationError`` without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason. Readers will see it.")})
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.is_published:
        record.withdrawal_reason = reason
        record.changed_at = at
        record.save(update_fields=["withdrawal_reason", "changed_at"])
    RECORD_FLOW.make("withdraw", record, actor=by, note=reason, at=at)
    index_records([record.pk])
    return record


@transaction.atomic
def restore_record(*, record: Record, by: User, at: dt.datetime, note: str = "") -> Record:
    """Put a withdrawn record back. Raises ``TransitionNotAllowed`` unless it is withdrawn."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    RECORD_FLOW.make("restore", record, actor=by, note=note, at=at)
    record.withdrawal_reason = ""
    record.changed_at = at
    record.save(update_fields=["withdrawal_reason", "changed_at"])
    index_records([record.pk])
    return record


@transaction.atomic
def deposit_version(
    *,
    record: Record,
    body: str,
    note: str,
    by: User | None,
    at: dt.datetime,
    key: uuid.UUID | None = None,
) -> Version:
    """Add the next version of a published record and make it the current one.

    ``note`` tells readers what is new. The same ``key`` and words give the first version again. Raises
    ``ValidationError`` when the record is withdrawn, and ``SentBefore`` for other words under the key.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    first = key and made_before(record.versions.all(), key, body=body, note=note)
    if first:
        return first
    if not record.is_published:
        raise ValidationError(_("A withdrawn record takes no new version. Restore it first."))
    latest = record.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        record=record,
        number=latest + 1,
        body=body,
        body_html=render_markdown(body),
        note=note,
        deposited_at=at,
        deposited_by=by,
        form_key=key,
    )
    record.current_version = version
    record.changed_at = at
    record.save(update_fields=["current_version", "changed_at"])
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
    Record.objects.select_for_update(of=("self",)).get(pk=version.record_id)
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
    return file


def too_long(name: str) -> str:
    """What is wrong with a name that no title page has; empty when nothing is."""
    if len(name) <= MOST_LETTERS_OF_A_NAME:
        return ""
    words = {"name": name[:40], "most": MOST_LETTERS_OF_A_NAME}
    return _("The name “%(name)s…” has more than %(most)s characters.") % words


def problems_of(record: Record) -> dict[str, list[str]]:
    """What does not hold in the fields of a record, by field."""
    problems: dict[str, list[str]] = {}
    try:
        record.full_clean(exclude=["current_version", "depositor"])
    except ValidationError as error:
        problems.update(error.message_dict)
    for field in ("title", "summary", "publisher", "geography", "licence", "where_seen"):
        try:
            no_control_characters_in_paragraphs(getattr(record, field))
        except ValidationError as error:
            problems.setdefault(field, error.messages)
    return problems


def _checked(
    record: Record, topics: Iterable[Topic], creators: Sequence[CreatorName]
) -> list[Topic]:
    """The topics, each once. Raises ``ValidationError`` with everything that does not hold."""
    problems = problems_of(record)
    try:
        chosen = _checked_topics(topics)
    except ValidationError as error:
        problems |= error.message_dict
    if long := [problem for creator in creators if (problem := too_long(creator.name))]:
        problems["creators"] = long
    if problems:
        raise ValidationError(problems)
    return chosen


def _checked_topics(topics: Iterable[Topic]) -> list[Topic]:
    chosen = list(dict.fromkeys(topics))
    if not 1 <= len(chosen) <= MAX_TOPICS:
        raise ValidationError(
            {"topics": _("Choose between one and %(most)s topics.") % {"most": MAX_TOPICS}}
        )
    return chosen


def _name_creators(record: Record, creators: Sequence[CreatorName]) -> None:
    Creator.objects.bulk_create(
        Creator(
            record=record,
            position=position,
            name=creator.name,
            sort_name=creator.sort_name,
            role=creator.role,
            organisation=creator.organisation,
            user=creator.user,
        )
        for position, creator in enumerate(creators)
    )


def _moment_on(day: dt.date) -> dt.datetime:
    """The moment for the history of that day: now when it is today, otherwise its noon."""
    now = timezone.now()
    if timezone.localdate(now) == day:
        return now
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
