"""Recommendations: added, edited and withdrawn by editors, one by one or by a table."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.tables import TableNotReadable
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library.catalogue.models import Record
from library.indexing import index_records
from library.recommendations.models import Addressee, EarlierWording, Recommendation
from library.recommendations.references import normalise_reference, sorting_key
from library.recommendations.states import RECOMMENDATION_FLOW
from library.recommendations.tables import CheckedTable, Verdict, check_table, goes_round
from library.recommendations.wording import Vocabulary, Wording
from library.vocabularies.models import Topic


class TableHasChanged(Conflict):
    """What the table would do is not what was shown: something was saved since."""

    def __init__(self) -> None:
        super().__init__(
            _("The recommendations were changed since you checked this file. Check it again.")
        )


@transaction.atomic
def add_recommendation(
    *,
    record: Record,
    reference: str,
    wording: Wording,
    by: User | None,
    at: dt.datetime,
    key: uuid.UUID | None = None,
) -> Recommendation:
    """Add a recommendation to a report; everyone can read it at once.

    The same ``key`` and reference give the first one again. Raises ``AlreadySubmitted`` for another reference under
    the key, and ``ValidationError`` for a reference that is taken, words that do not hold, or a withdrawn report.
    """
    reference = normalise_reference(reference)
    if first := key and first_result(Recommendation.objects.all(), key, reference=reference):
        return first
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("This report has been withdrawn from the library."))
    made = Recommendation(
        record=record,
        reference=reference,
        sorted_by=sorting_key(reference),
        published_at=at,
        changed_at=at,
        added_by=by,
        form_key=key,
    )
    _write(made, wording.tidied(), by=by)
    index_records([record.pk])
    return made


@transaction.atomic
def edit_recommendation(
    *,
    recommendation: Recommendation,
    wording: Wording,
    opened_at: int | None,
    by: User | None,
    at: dt.datetime,
) -> Recommendation:
    """Change what a recommendation says; its reference stays, and its earlier words stay readable. Repeats safely.

    Raises ``EditedElsewhere`` where it was saved since the form was opened, and ``ValidationError``.
    """
    edited = _locked(recommendation)
    check_edit_number(edited, opened_at)
    edited.changed_at = at
    _write(edited, wording.tidied(), by=by)
    index_records([edited.report.pk])
    return edited


@transaction.atomic
def withdraw_recommendation(
    *, recommendation: Recommendation, reason: str, by: User, at: dt.datetime
) -> Recommendation:
    """Take a recommendation out of the register. Its address keeps the reason.

    Raises ``TransitionNotAllowed`` when it is withdrawn already, and ``ValidationError`` without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason. Readers will see it.")})
    withdrawn = _locked(recommendation)
    if withdrawn.is_published:
        # In one step with the state: a constraint holds the two together.
        withdrawn.withdrawal_reason = reason.strip()
        withdrawn.save(update_fields=["withdrawal_reason"])
    RECOMMENDATION_FLOW.make("withdraw", withdrawn, actor=by, note=reason.strip(), at=at)
    return _after_move(withdrawn, at)


@transaction.atomic
def restore_recommendation(
    *, recommendation: Recommendation, by: User, at: dt.datetime
) -> Recommendation:
    """Put a withdrawn recommendation back. Raises ``TransitionNotAllowed`` unless it is withdrawn."""
    restored = _locked(recommendation)
    RECOMMENDATION_FLOW.make("restore", restored, actor=by, at=at)
    restored.withdrawal_reason = ""
    restored.save(update_fields=["withdrawal_reason"])
    return _after_move(restored, at)


@transaction.atomic
def write_table(
    *, record: Record, text: str, mark: str, by: User | None, at: dt.datetime
) -> CheckedTable:
    """Write a table that was checked: all of its rows, or none. Repeats safely.

    It is checked once more under lock, and what would be written must be what was shown: ``mark`` is that of the
    check. Recommendations that the table does not name stay as they are. Raises ``TableHasChanged``, and
    ``ValidationError`` when the text is no table, a row is refused or the report was withdrawn.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("This report has been withdrawn from the library."))
    list(Recommendation.objects.select_for_update(of=("self",)).of(record).order_by("pk"))
    try:
        checked = check_table(text, record)
    except TableNotReadable as problem:
        raise ValidationError(str(problem)) from problem
    if checked.mark != mark and not _is_written(checked):
        raise TableHasChanged
    if checked.of(Verdict.REFUSED):
        raise ValidationError(_("Some rows are refused. Nothing was imported."))
    write_checked(record=record, checked=checked, by=by, at=at)
    return checked


@transaction.atomic
def write_checked(
    *, record: Record, checked: CheckedTable, by: User | None, at: dt.datetime
) -> None:
    """Write the new and changed rows of a checked table. Whoever calls has locked the record."""
    vocabulary = Vocabulary.load()
    written: list[tuple[Recommendation, Wording]] = []
    for row in [*checked.of(Verdict.NEW), *checked.of(Verdict.CHANGED)]:
        if row.wording is None:
            continue
        made = row.stored or Recommendation(
            record=record,
            reference=row.reference,
            sorted_by=sorting_key(row.reference),
            published_at=at,
            added_by=by,
        )
        made.changed_at = at
        made.edit_number += bool(made.pk)
        # Those that follow may stand further down in the same table.
        _write(made, row.wording, by=by, vocabulary=vocabulary, with_successor=False)
        written.append((made, row.wording))
    _write_successors(written)
    index_records([record.pk])


def _write_successors(written: list[tuple[Recommendation, Wording]]) -> None:
    named = {wording.replaced_by for _made, wording in written}
    successors = {
        each.reference: each for each in Recommendation.objects.filter(reference__in=sorted(named))
    }
    for made, wording in written:
        made.replaced_by = successors.get(wording.replaced_by)
        made.save(update_fields=["replaced_by"])


def _is_written(checked: CheckedTable) -> bool:
    """Tell whether all of it stands there already, as after a first click."""
    return all(row.verdict == Verdict.SAME for row in checked.rows)


def _write(
    made: Recommendation,
    wording: Wording,
    *,
    by: User | None,
    vocabulary: Vocabulary | None = None,
    with_successor: bool = True,
) -> None:
    """Save the recommendation with everything that belongs to its words. Raises ``ValidationError``."""
    if made.pk and (made.title, made.text) != (wording.title, wording.text):
        EarlierWording.objects.create(
            recommendation=made,
            title=made.title,
            text=made.text,
            changed_by=by,
            changed_at=made.changed_at,
        )
    for name, word in wording.columns.items():
        setattr(made, name, word)
    if with_successor:
        made.replaced_by = _successor(made, wording.replaced_by)
    made.full_clean(exclude=["record", "added_by"])
    made.save()
    made.topics.set(_topics(wording, vocabulary))
    made.addressees.exclude(level__in=wording.levels).delete()
    Addressee.objects.bulk_create(
        [Addressee(recommendation=made, level=level) for level in wording.levels],
        ignore_conflicts=True,
    )


def _topics(wording: Wording, vocabulary: Vocabulary | None) -> list[Topic]:
    if vocabulary is not None:
        return vocabulary.topics_of(wording.topics)
    return list(Topic.objects.filter(code__in=wording.topics).order_by("pk"))


def _successor(made: Recommendation, reference: str) -> Recommendation | None:
    """Return the recommendation that replaces this one. Raises ``ValidationError``."""
    if not reference:
        return None
    reference = normalise_reference(reference)
    found = Recommendation.objects.filter(reference=reference).first()
    if found is None:
        told = {"reference": reference}
        message = _("There is no recommendation %(reference)s.") % told
        raise ValidationError({"replaced_by": message})
    next_of = dict(
        Recommendation.objects.exclude(replaced_by=None).values_list(
            "reference", "replaced_by__reference"
        )
    )
    if goes_round(made.reference, {**next_of, made.reference: reference}):
        raise ValidationError({"replaced_by": _("These replacements would form a loop.")})
    return found


def _locked(recommendation: Recommendation) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",))
    return rows.select_related("record__replaced_by").get(pk=recommendation.pk)


def _after_move(moved: Recommendation, at: dt.datetime) -> Recommendation:
    moved.changed_at = at
    moved.save(update_fields=["changed_at"])
    index_records([moved.report.pk])
    return moved
