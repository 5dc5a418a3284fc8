"""What the index reads of records: the published ones with all that is told of them, loaded by prepared queries.

Records are indexed with every change of them, mostly one by one, and Django takes several times as long to put such
queries together as the database takes to answer them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, prefetch_related_objects

from core.prepared import filled_up, prepared
from library.catalogue.models import Creator, File, Record
from library.recommendations.models import Recommendation
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Place, Term, Topic

# One question serves a few records, another one as many as are read at once.
_FEW = 20
READ_AT_ONCE = 500


@dataclass(frozen=True)
class Readable:
    """A published record with its newest version and all that describes it. Topics know their parents, files their reading."""

    record: Record
    topics: Sequence[Topic]
    creators: Sequence[Creator]
    places: Sequence[Place]
    terms: Sequence[Term]
    files: Sequence[File]
    recommendations: Sequence[Recommendation]


def load_readable(keys: Sequence[int]) -> list[Readable]:
    """Load those of these records that everyone may read, of at most ``READ_AT_ONCE``.

    Seven queries, another one for the assessments of case studies, and one alone when none can be read.
    """
    asked = filled_up(keys, to=_FEW if len(keys) <= _FEW else READ_AT_ONCE)
    records = _records(*asked)
    if not records:
        return []
    judged = [record for record in records if record.type == RecordType.CASE_STUDY]
    prefetch_related_objects(judged, "current_version__assessments")
    topics = _by_record(_topics(*asked))
    creators = _by_record(_creators(*asked))
    places = _by_record(_places(*asked))
    terms = _by_record(_terms(*asked))
    files = _by_record(_files(*asked))
    recommendations = _by_record(_recommendations(*asked))
    return [
        Readable(
            record=record,
            topics=[link.topic for link in topics[record.pk]],
            creators=creators[record.pk],
            places=[link.place for link in places[record.pk]],
            terms=[link.term for link in terms[record.pk]],
            files=files[record.pk],
            recommendations=recommendations[record.pk],
        )
        for record in records
    ]


def _by_record(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.record_id].append(row)
    return found


@prepared
def _records(*keys: int) -> QuerySet[Record]:
    records = Record.objects.published().filter(pk__in=keys)
    return records.select_related("current_version").order_by("pk")


@prepared
def _topics(*keys: int) -> QuerySet[Any]:
    links = Record.topics.through.objects.filter(record__pk__in=keys)
    return links.select_related("topic__parent").order_by("pk")


@prepared
def _creators(*keys: int) -> QuerySet[Creator]:
    return Creator.objects.filter(record__pk__in=keys).order_by("position", "pk")


@prepared
def _places(*keys: int) -> QuerySet[Any]:
    links = Record.places.through.objects.filter(record__pk__in=keys)
    return links.select_related("place").order_by("pk")


@prepared
def _terms(*keys: int) -> QuerySet[Any]:
    links = Record.terms.through.objects.filter(record__pk__in=keys)
    return links.select_related("term").order_by("pk")


@prepared
def _files(*keys: int) -> QuerySet[File]:
    newest = File.objects.filter(
        version__record__pk__in=keys, version=F("version__record__current_version")
    )
    return newest.with_reading().annotate(record_id=F("version__record")).order_by("pk")


@prepared
def _recommendations(*keys: int) -> QuerySet[Recommendation]:
    return Recommendation.objects.published().in_order().filter(record__pk__in=keys)
