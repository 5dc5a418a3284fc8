"""The related records of one record, as its readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from library.catalogue.models import Record, Relation
from library.vocabularies.choices import INVERSE_RELATION, RelationKind


@dataclass(frozen=True)
class RelatedRecord:
    """A related record, and how it is related: "supersedes", "is part of"."""

    relation: Relation
    words: StrOrPromise
    other: Record


@dataclass(frozen=True)
class RelatedRecords:
    """All related records in the order of kinds and years, and the works that supersede this one."""

    every: list[RelatedRecord]
    superseded_by: list[Record]

    def __bool__(self) -> bool:
        return bool(self.every)


def related_records(record: Record, relations: Iterable[Relation]) -> RelatedRecords:
    """Read the relations from the end of this record. Takes no query for relations with both their records."""
    ties = [_tie(record, relation) for relation in relations]
    ties.sort(key=lambda tie: (str(tie.words), -(tie.other.year or 0), tie.other.pk))
    newer = [
        tie.other
        for tie in ties
        if tie.relation.kind == RelationKind.SUPERSEDES and tie.relation.target_id == record.pk
    ]
    return RelatedRecords(ties, newer)


def _tie(record: Record, relation: Relation) -> RelatedRecord:
    if relation.record_id == record.pk:
        return RelatedRecord(relation, RelationKind(relation.kind).label, relation.target)
    return RelatedRecord(relation, INVERSE_RELATION[RelationKind(relation.kind)], relation.record)
