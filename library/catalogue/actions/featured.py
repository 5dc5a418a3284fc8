"""Choosing the records that the public home shows first."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from library.catalogue.models import Featured, Record


@transaction.atomic
def feature_record(
    *,
    record: Record,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str = "",
    by: User | None,
    key: uuid.UUID | None = None,
) -> Featured:
    """Show the record first on the public home from the first to the last day, both included.

    ``reason`` tells readers why this one.
    The same ``key`` and choice give the first plan again. Raises ``ValidationError`` when the record is
    withdrawn or the days are in the wrong order, and ``AlreadySubmitted`` for another choice under the key.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    choice = {
        "record_id": record.pk,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "reason": reason,
    }
    first = key and first_result(Featured.objects.filter(chosen_by=by), key, **choice)
    if first:
        return first
    if not record.is_published:
        raise ValidationError(_("A withdrawn record cannot be featured."))
    featured = Featured(**choice, chosen_by=by, form_key=key)
    featured.full_clean(exclude=["record", "chosen_by"])
    featured.save()
    return featured


@transaction.atomic
def end_feature(*, featured: Featured, on: dt.date) -> None:
    """Stop featuring the record: yesterday becomes its last day, or a plan not begun is deleted. Repeats safely."""
    if featured.starts_on >= on:
        Featured.objects.filter(pk=featured.pk).delete()
        return
    Featured.objects.filter(pk=featured.pk, ends_on__gte=on).update(
        ends_on=on - dt.timedelta(days=1)
    )
