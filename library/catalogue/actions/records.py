"""Publishing, correcting, withdrawing and restoring records."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.announcements import announce
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from library.catalogue.actions.aftercare import look_after_record
from library.catalogue.actions.checks import (
    CATALOGUE_FIELDS,
    CORRECTABLE,
    RelatedRows,
    validate_record,
)
from library.catalogue.models import Creator, Record, Version
from library.catalogue.states import RECORD_FLOW
from library.catalogue.type_fields import version_html
from library.signals import record_published
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.names import CreatorName


@transaction.atomic
def publish_record(
    *,
    type: RecordType | str,  # noqa: A002  (the word of the catalogue)
    title: str,
    summary: str,
    topics: Iterable[Topic],
    creators: Sequence[CreatorName],
    on: dt.date,
    places: Iterable[Place] = (),
    terms: Iterable[Term] = (),
    particulars: Mapping[str, Any] | None = None,
    body: str = "",
    depositor: User | None = None,
    import_key: str = "",
    key: uuid.UUID | None = None,
    **facts: Any,
) -> Record:
    """Publish a record with its version 1, and announce it.

    ``facts`` are values of the fields in ``CATALOGUE_FIELDS``; ``particulars`` those of its type
    (``library.catalogue.type_fields``); ``body`` is Markdown. The same ``key`` and words give the first record again;
    raises ``AlreadySubmitted`` for other words under the key. Raises ``ValidationError`` and writes nothing when a
    field does not hold.
    """
    if key and depositor:
        # Two clicks at once wait for each other here.
        User.objects.select_for_update(no_key=True).get(pk=depositor.pk)
    first = key and first_result(Record.objects.all(), key, type=type, title=title, summary=summary)
    if first:
        return first
    at = _moment_on(on)
    record = Record(
        **_known(facts, CATALOGUE_FIELDS),
        type=type,
        title=title,
        summary=summary,
        depositor=depositor,
        import_key=import_key,
        form_key=key,
        published_at=at,
        changed_at=at,
    )
    particulars = dict(particulars or {})
    given = RelatedRows(list(topics), creators, list(places), list(terms))
    links = validate_record(record, given, particulars)
    record.save()
    _add_related(record, links)
    record.current_version = Version.objects.create(
        record=record,
        number=1,
        particulars=particulars,
        body=body,
        body_html=version_html(record.type, particulars, body),
        deposited_at=at,
        deposited_by=depositor,
    )
    record.save(update_fields=["current_version"])
    look_after_record(record, at=at)
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
    places: Iterable[Place] | None = None,
    terms: Iterable[Term] | None = None,
    particulars: Mapping[str, Any] | None = None,
    edit_number: int | None = None,
) -> Record:
    """Correct what the library says about a work. That is no new version.

    ``changes`` holds values of the fields in ``CORRECTABLE``; ``particulars`` are corrected in the newest
    version, those of other types stay. Places, terms and particulars that are not given stay as they are.
    ``edit_number`` is the one this copy was opened with. Raises ``ValidationError`` and writes nothing when
    a field does not hold, or the record is withdrawn, and ``EditedElsewhere`` when it was corrected since.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("You cannot edit a withdrawn record. Restore it first."))
    check_edit_number(record, edit_number)
    for field, value in _known(changes, CORRECTABLE).items():
        setattr(record, field, value)
    version = record.current_version
    assert version is not None  # noqa: S101  (every record has one)
    given = RelatedRows(
        list(topics),
        creators,
        list(record.places.all() if places is None else places),
        list(record.terms.all() if terms is None else terms),
    )
    answers = {**version.particulars, **(particulars or {})}
    links = validate_record(record, given, answers)
    if particulars is not None:
        version.particulars = answers
        version.body_html = version_html(record.type, answers, version.body)
        version.save(update_fields=["particulars", "body_html"])
    record.save()
    _set_related(record, links)
    return look_after_record(record, at=at)


@transaction.atomic
def withdraw_record(*, record: Record, reason: str, by: User | None, at: dt.datetime) -> Record:
    """Take a record out of the library. Its address keeps a tombstone with the reason.

    ``by`` is nobody when the one who asked for it has gone since. Raises ``TransitionNotAllowed`` when it is withdrawn already, ``ValidationError`` without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason. Readers will see it.")})
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.is_published:
        record.withdrawal_reason = reason
        record.save(update_fields=["withdrawal_reason"])
    RECORD_FLOW.make("withdraw", record, actor=by, note=reason, at=at)
    return look_after_record(record, at=at)


@transaction.atomic
def restore_record(*, record: Record, by: User, at: dt.datetime, note: str = "") -> Record:
    """Put a withdrawn record back. Raises ``TransitionNotAllowed`` unless it is withdrawn."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        # Before the move: nothing that can be read is replaced by another record.
        record.replaced_by = None
        record.save(update_fields=["replaced_by"])
    RECORD_FLOW.make("restore", record, actor=by, note=note, at=at)
    record.withdrawal_reason = ""
    record.save(update_fields=["withdrawal_reason"])
    return look_after_record(record, at=at)


def _known(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    if unknown := set(values) - allowed:
        raise TypeError(f"A record has no such fields: {sorted(unknown)}.")
    return dict(values)


def _set_related(record: Record, links: RelatedRows) -> None:
    record.topics.set(links.topics)
    record.places.set(links.places)
    record.terms.set(links.terms)
    record.creators.all().delete()
    _add_creators(record, links.creators)


def _add_related(record: Record, links: RelatedRows) -> None:
    """Add the rows of a new record, which has none yet."""
    record.topics.add(*links.topics)
    record.places.add(*links.places)
    record.terms.add(*links.terms)
    _add_creators(record, links.creators)


def _add_creators(record: Record, creators: Sequence[CreatorName]) -> None:
    Creator.objects.bulk_create(
        Creator(
            record=record,
            position=position,
            name=creator.name,
            sort_name=creator.sort_name,
            role=creator.role,
            organisation=creator.organisation,
            user=creator.user,
            orcid=creator.orcid,
        )
        for position, creator in enumerate(creators)
    )


def _moment_on(day: dt.date) -> dt.datetime:
    """Return the moment that the history shows for a day: now for today, otherwise noon."""
    now = timezone.now()
    if timezone.localdate(now) == day:
        return now
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
