"""Versions of a work and the files in them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.announcements import announce
from core.forms.form_keys import first_result
from library.catalogue.actions.aftercare import look_after
from library.catalogue.models import Record, Version
from library.catalogue.type_fields import version_html
from library.signals import version_deposited


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
    ``ValidationError`` when the record is withdrawn, and ``AlreadySubmitted`` for other words under the key.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    first = key and first_result(record.versions.all(), key, body=body, note=note)
    if first:
        return first
    if not record.is_published:
        raise ValidationError(
            _("You cannot add a version to a withdrawn record. Restore it first.")
        )
    latest = record.versions.latest("number")
    answers = latest.particulars if particulars is None else dict(particulars)
    version = Version.objects.create(
        record=record,
        number=latest.number + 1,
        particulars=answers,
        body=body,
        body_html=version_html(record.type, answers, body),
        note=note,
        deposited_at=at,
        deposited_by=by,
        form_key=key,
    )
    record.current_version = version
    record.save(update_fields=["current_version"])
    look_after([record.pk], at=at)
    announce(version_deposited, Record, record_id=record.pk)
    return version
