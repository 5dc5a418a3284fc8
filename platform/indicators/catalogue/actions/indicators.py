"""Indicators: added, changed and deleted by data managers."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from indicators.catalogue.models import Indicator
from indicators.catalogue.refusals import IndicatorIsUsed
from library.catalogue.models import Record


@transaction.atomic
def create_indicator(
    *,
    by: User | None,
    at: dt.datetime,
    records: Iterable[Record] = (),
    key: uuid.UUID | None = None,
    **words: Any,
) -> Indicator:
    """Add an indicator; readers see it with its first published figures. The same key returns the first one.

    Raises ``ValidationError`` for a code that is taken, or words that are too long.
    """
    if first := key and first_result(Indicator.objects.filter(created_by=by), key, **words):
        return first
    indicator = Indicator(created_by=by, created_at=at, changed_at=at, form_key=key, **words)
    indicator.full_clean(exclude=["created_by"])
    indicator.save()
    indicator.records.set(records)
    return indicator


@transaction.atomic
def edit_indicator(
    *,
    indicator: Indicator,
    opened_at: int | None,
    at: dt.datetime,
    records: Iterable[Record] = (),
    **words: Any,
) -> Indicator:
    """Change what an indicator says of itself; its code stays.

    Raises ``EditedElsewhere`` where it was saved since the form was opened, and ``ValidationError``.
    """
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    check_edit_number(indicator, opened_at)
    for name, word in words.items():
        setattr(indicator, name, word)
    indicator.changed_at = at
    indicator.full_clean(exclude=["created_by"])
    indicator.save()
    indicator.records.set(records)
    return indicator


@transaction.atomic
def delete_indicator(*, indicator: Indicator) -> None:
    """Delete an indicator that never had figures. Raises ``IndicatorIsUsed``; repeats safely."""
    locked = Indicator.objects.select_for_update().filter(pk=indicator.pk).first()
    if locked is None:
        return
    if used := locked.releases.count():
        raise IndicatorIsUsed(used)
    locked.delete()
