"""Putting a published brief into the library as a record, and keeping the record in step with it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.composing import text_of
from briefs.models import Brief, Edition, Part
from briefs.refusals import NotPublished
from library.catalogue.actions.form_records import creator_names, publish_record_from_form
from library.catalogue.actions.records import correct_record, withdraw_record
from library.catalogue.actions.relations import MOST_RELATIONS, relate_records
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Record, Relation
from library.vocabularies.choices import RelationKind


@transaction.atomic
def add_to_library(
    *, brief: Brief, words: Mapping[str, Any], by: User, at: dt.datetime, key: uuid.UUID
) -> Record:
    """Publish a record of the brief, which draws on the records that it uses; a second call gives the first record.

    ``words`` are those of ``publish_record_from_form``, without the text. Raises ``NotPublished``, and
    ``ValidationError`` when the library does not take it.
    """
    brief = Brief.objects.select_for_update(of=("self",)).select_related("record").get(pk=brief.pk)
    if brief.record is not None:
        return brief.record
    if not brief.is_published:
        raise NotPublished
    edition = Edition.objects.current().get(brief=brief)
    record = publish_record_from_form(depositor=by, key=key, body=text_of(edition), **words)
    _draw_on_sources(record, edition, at=at)
    brief.record, brief.changed_at = record, at
    brief.save(update_fields=["record", "changed_at"])
    return record


def deposit_edition(
    *, brief: Brief, edition: Edition, former: Edition | None, by: User, at: dt.datetime
) -> None:
    """Add a published version of the brief to its record, as the next one of that.

    Title and main message follow where the record had those of the ``former`` version. A record that was withdrawn or merged
    stays as it is.
    """
    record = brief.record
    if record is None or former is None or not record.is_published:
        return
    if record.title == former.title != edition.title:
        record = correct_record(
            record=record,
            changes={"title": edition.title},
            topics=record.topics.all(),
            creators=creator_names(record.creators.select_related("organisation", "user")),
            at=at,
        )
    number = edition.number
    note = edition.note or _("Version %(number)d of the brief.") % {"number": number}
    latest = record.versions.latest("number")
    particulars = dict(latest.particulars)
    if particulars.get("message") == former.messages:
        particulars["message"] = edition.messages
    deposit_version(
        record=record, body=text_of(edition), note=note, by=by, at=at, particulars=particulars
    )
    _draw_on_sources(record, edition, at=at)


def withdraw_from_library(*, brief: Brief, reason: str, by: User, at: dt.datetime) -> None:
    """Withdraw the record of a brief that is withdrawn, for the same reason. Repeats safely."""
    if brief.record is not None and brief.record.is_published:
        withdraw_record(record=brief.record, reason=reason, by=by, at=at)


def _draw_on_sources(record: Record, edition: Edition, *, at: dt.datetime) -> None:
    """Relate the record to those in the library that this version uses."""
    parts = Part.objects.filter(edition=edition).with_things().in_order()
    used = [part.version.record for part in parts if part.version]
    used += [part.recommendation.record for part in parts if part.recommendation]
    room = MOST_RELATIONS - Relation.objects.of(record).count()
    for source in list(dict.fromkeys(each.replaced_by or each for each in used))[:room]:
        if source.is_published and source.pk != record.pk:
            relate_records(record=record, kind=RelationKind.DRAWS_ON, target=source, at=at)
