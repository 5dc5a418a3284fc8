"""Recording contributions that came by letter, and removing them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from advice.actions.locking import lock_for
from advice.models import AdviceCase, LetterContribution
from advice.states import UNSENT
from core.files.uploads import checksum, inspect_upload, safe_name
from core.forms.form_keys import first_result
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def record_letter(
    *,
    case: AdviceCase,
    words: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
    document: File | None = None,
) -> LetterContribution:
    """Record what an organisation wrote about the case, with the document if there is one.

    ``words`` are body, way, received_on, words and is_named. The same key and words give the first one again. Raises
    ``AlreadySubmitted``, ``UploadRefused``, ``ValidationError`` for a letter that says nothing, ``TransitionNotAllowed``
    once the advice was sent, and ``NotYourPart``.
    """
    kind = inspect_upload(document) if document else None
    case = lock_for(case, "advice.write", by=by)
    if first := first_result(case.letters.all(), key, **words):
        return first
    if case.state not in UNSENT:
        raise TransitionNotAllowed("start", case)
    letter = LetterContribution(case=case, recorded_by=by, recorded_at=at, form_key=key, **words)
    if document and kind:
        mark = checksum(document)
        letter.document_name = safe_name(document.name or "", kind)
        letter.document_type = kind.media_type
        letter.document.save(f"{mark[:16]}.{kind.ending}", document, save=False)
    letter.full_clean()
    letter.save()
    return letter


@transaction.atomic
def remove_letter(*, letter: LetterContribution, by: User, at: dt.datetime) -> None:
    """Count a letter no longer, such as one that was recorded twice. Repeats safely. Raises ``NotYourPart``."""
    lock_for(letter.case, "advice.write", by=by)
    LetterContribution.objects.counted().filter(pk=letter.pk).update(removed_at=at)


@transaction.atomic
def restore_letter(*, letter: LetterContribution, by: User) -> None:
    """Count a removed letter again. Repeats safely. Raises ``NotYourPart``."""
    lock_for(letter.case, "advice.write", by=by)
    LetterContribution.objects.filter(pk=letter.pk).update(removed_at=None)
