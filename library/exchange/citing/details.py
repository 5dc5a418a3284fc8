"""What works of a type are asked, and the stage of a practice, as columns of a table and as notes of a reference."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from library.catalogue.models import Record, Version
from library.catalogue.type_fields import TypeField, display_value, type_fields_of
from library.practice.shown import reasons_of_record, stage_of_record
from library.vocabularies.choices import RecordType

# Their columns have a word before them, as “setting” and “population” are not the terms of the vocabularies.
PREFIX = "detail_"
_NAMES = dict.fromkeys(each.name for type_ in RecordType for each in type_fields_of(type_))
DETAIL_COLUMNS = tuple(f"{PREFIX}{name}" for name in _NAMES)
# They follow from judgements, so that no import writes them.
STAGE_COLUMNS = ("stage", "stage_reasons")


def details_of(record: Record) -> dict[str, str]:
    """Return the answered type fields of the newest version, by name, as they are stored."""
    answers = record.current_version.particulars if record.current_version else {}
    found = {each.name: str(answers.get(each.name) or "") for each in type_fields_of(record.type)}
    return {name: text for name, text in found.items() if text.strip()}


def as_read(text: str) -> str:
    """Return the text as it comes back from a table: programs differ in how they end lines."""
    return text.replace("\r\n", "\n").strip()


def detail_cells(record: Record) -> list[str]:
    """Return the cells of ``DETAIL_COLUMNS`` and ``STAGE_COLUMNS``. No query for records ``with_stages()``."""
    answers = details_of(record)
    stage = stage_of_record(record)
    reasons = " ".join(f"{each}." for each in reasons_of_record(record))
    return [*(answers.get(name, "") for name in _NAMES), stage.value if stage else "", reasons]


def notes_of(record: Record, version: Version | None = None) -> list[str]:
    """Return a note for each answered type field, and for the stage if this is the newest version.

    No query for records ``with_stages()``.
    """
    shown = version or record.current_version
    answers = shown.particulars if shown else {}
    said = _said(type_fields_of(record.type), answers)
    notes = [_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in said]
    stage = stage_of_record(record)
    if stage and shown == record.current_version:
        words = {"stage": stage.label, "reasons": "; ".join(reasons_of_record(record))}
        notes.append(_("Stage: %(stage)s (%(reasons)s)") % words)
    return notes


def _said(fields: Iterable[TypeField], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    texts = [(str(each.label), display_value(each, answers.get(each.name))) for each in fields]
    return [(label, text) for label, text in texts if text.strip()]
