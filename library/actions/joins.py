"""What other parts write about records: citations and the featured record."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from library.models import Audience, Citation, Featured, Record, Version


@transaction.atomic
def cite_version(
    *,
    version: Version,
    source_key: str,
    label: str,
    address: str,
    audience: Audience | str,
    at: dt.datetime,
) -> Citation:
    """Note that the source cites the version. The same source again corrects its one line (repeats safely).

    ``source_key`` names the place that cites, ``courses.lesson:17:4``; ``at`` counts only the first time.
    """
    citation, _created = Citation.objects.update_or_create(
        source_key=source_key,
        defaults={
            "version": version,
            "label": label[:300],
            "address": address,
            "audience": audience,
        },
        create_defaults={
            "version": version,
            "label": label[:300],
            "address": address,
            "audience": audience,
            "cited_at": at,
        },
    )
    return citation


def remove_citation(*, source_key: str) -> None:
    """The source does not cite any more. Repeats safely."""
    Citation.objects.filter(source_key=source_key).delete()


@transaction.atomic
def feature_record(
    *, record: Record, starts_on: dt.date, ends_on: dt.date, by: User | None
) -> Featured:
    """Show the record first on the public home from the first to the last day, both included.

    Raises ``ValidationError`` when the record is withdrawn or the days are in the wrong order.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("A withdrawn record cannot be featured."))
    featured = Featured(record=record, starts_on=starts_on, ends_on=ends_on, chosen_by=by)
    featured.full_clean(exclude=["record", "chosen_by"])
    featured.save()
    return featured


@transaction.atomic
def end_feature(*, featured: Featured, on: dt.date) -> None:
    """Stop showing it: yesterday was its last day, or it is gone when it had not begun. Repeats safely."""
    if featured.starts_on >= on:
        Featured.objects.filter(pk=featured.pk).delete()
        return
    Featured.objects.filter(pk=featured.pk, ends_on__gte=on).update(
        ends_on=on - dt.timedelta(days=1)
    )
