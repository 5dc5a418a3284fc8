"""Saying that advice was sent, telling what happened to it, and putting it into the library."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from advice.actions.locking import lock, lock_for, make_move
from advice.models import AdviceCase, AdviceOutcome
from advice.refusals import Confidential, NotYourPart
from advice.states import DECIDED_OUTCOMES, AdviceOutcomeKind, AdviceState
from core.files.uploads import checksum, inspect_upload, safe_name
from core.forms.form_keys import first_result
from core.permissions import allows
from library.catalogue.actions.form_records import publish_record_from_form
from library.catalogue.actions.relations import relate_records
from library.catalogue.models import Record
from library.vocabularies.choices import RelationKind
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def send_case(
    *,
    case: AdviceCase,
    sent_on: dt.date,
    sent_to: str,
    by: User,
    at: dt.datetime,
    document: File | None = None,
) -> AdviceCase:
    """Note when and to whom the advice was sent, and keep the document as it went. The outcome is pending from then on.

    Raises ``UploadRefused``, ``TransitionNotAllowed`` unless it is signed off, and ``NotYourPart``.
    """
    kind = inspect_upload(document) if document else None
    case = lock_for(case, "advice.send", by=by, move="send")
    if document and kind:
        mark = checksum(document)
        case.document_name = safe_name(document.name or "", kind)
        case.document_type = kind.media_type
        case.document.save(f"{mark[:16]}.{kind.ending}", document, save=False)
    case.sent_on, case.sent_to = sent_on, sent_to
    case.save(update_fields=["sent_on", "sent_to", "document", "document_name", "document_type"])
    make_move("send", case, by=by, at=at)
    case.outcome = AdviceOutcomeKind.PENDING
    case.save(update_fields=["outcome"])
    return case


@transaction.atomic
def record_outcome(
    *, case: AdviceCase, words: Mapping[str, Any], by: User, at: dt.datetime, key: uuid.UUID
) -> AdviceOutcome:
    """Add what became known of the outcome, with its source; earlier entries stay. A decided outcome closes the case.

    ``words`` are ``outcome``, ``note``, ``source``, ``link`` and ``known_on``. The same key and words give the first entry.
    Raises ``AlreadySubmitted``, ``TransitionNotAllowed`` unless the advice was sent, and ``NotYourPart``.
    """
    case = lock_for(case, "advice.manage", by=by)
    if first := first_result(AdviceOutcome.objects.filter(case=case), key, **words):
        return first
    if not case.is_advised:
        raise TransitionNotAllowed("close", case)
    told = AdviceOutcome(case=case, told_by=by, told_at=at, form_key=key, **words)
    told.full_clean()
    told.save()
    is_decided = told.outcome in DECIDED_OUTCOMES
    if is_decided and case.state == AdviceState.SENT:
        make_move("close", case, by=by, at=at)
    elif not is_decided and case.state == AdviceState.CLOSED:
        make_move("reopen", case, by=by, at=at)
    case.outcome, case.changed_at = told.outcome, at
    case.save(update_fields=["outcome", "changed_at"])
    return told


@transaction.atomic
def publish_case(
    *, case: AdviceCase, words: Mapping[str, Any], by: User, at: dt.datetime, key: uuid.UUID
) -> Record:
    """Publish the advice as a record of the library that draws on what it cites; a second call gives the first record.

    ``words`` are those of ``publish_record_from_form``. Raises ``TransitionNotAllowed`` unless it was sent, ``Confidential``,
    ``NotYourPart``, and ``ValidationError`` when the library does not take it.
    """
    case = lock(case)
    if case.is_confidential:
        raise Confidential
    if not allows(by, "advice.publish", case):
        raise NotYourPart
    if not case.is_advised:
        raise TransitionNotAllowed("publish", case)
    if case.record is not None:
        return case.record
    record = publish_record_from_form(depositor=by, key=key, **words)
    cited = case.cited.select_related("version__record__replaced_by").order_by("cited_at", "pk")
    sources = (each.version.record.replaced_by or each.version.record for each in cited)
    reports = [one.report for one in case.recommendations.select_related("record__replaced_by")]
    for source in dict.fromkeys([*sources, *reports]):
        if source.is_published:
            relate_records(record=record, kind=RelationKind.DRAWS_ON, target=source, at=at)
    case.record, case.changed_at = record, at
    case.save(update_fields=["record", "changed_at"])
    return record
