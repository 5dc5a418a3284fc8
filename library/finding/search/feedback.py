"""Words that the best documents share, added to a query with a low weight: pseudo-relevance feedback.

The first documents of a ranking are taken as relevant, and the words that tell them from the rest are looked
for too (Rocchio's idea; weights as in Robertson and Sparck Jones, "Simple, proven approaches to text
retrieval", 1994). It can drift away from what was meant. So the words only reorder what was found by the
reader's own words, they weigh a fraction of these, and words that few or very many documents have are left out.
Someone who types a few words often means one work, and is served by nothing else; only a longer query is helped.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection

from library.finding.models import SearchRow
from library.finding.models.index import SearchPosting
from library.finding.search.postings import Stems
from library.finding.search.ranking import K1, B, Collection
from library.finding.search.segments import FIELD_WEIGHTS, UNIT
from library.finding.search.store import Segment
from library.finding.search.words import STOP_WORDS, stem, words_of

DOCUMENTS = 10
WORDS = 5
_TERMS = 20
_CANDIDATES = 60
_SHARE = 0.3
_READ = 20_000
# The added words stand in at most this many documents together, so that the cost is bounded in a large library.
_MOST_POSTINGS = 400_000


class Best(NamedTuple):
    """A document that ranks so high that it is taken as relevant."""

    record_id: int
    score: float
    length: float


def expansion(
    best: Sequence[Best], segments: Sequence[Segment], collection: Collection
) -> list[tuple[Stems, float]]:
    """Return the words to add and their weights; a word that was typed weighs 1."""
    candidates = _candidates(best, collection)
    counts = _documents_with([stem for stem, _weight in candidates], segments)
    valued = [
        (weight * collection.rarity(counts[each]), each)
        for each, weight in candidates
        if 2 <= counts[each] <= collection.size / 4
    ]
    chosen: list[tuple[float, str]] = []
    read = 0
    for value, each in sorted(valued, key=lambda pair: (-pair[0], pair[1])):
        read += counts[each]
        if len(chosen) == _TERMS or read > _MOST_POSTINGS:
            break
        chosen.append((value, each))
    highest = chosen[0][0] if chosen else 1.0
    return [((each,), _SHARE * value / highest) for value, each in chosen]


def _candidates(best: Sequence[Best], collection: Collection) -> list[tuple[str, float]]:
    """Stems of the best documents by how much these documents use them."""
    rows = SearchRow.objects.filter(pk__in=[document.record_id for document in best])
    texts = {row.pk: row for row in rows}
    total = sum(document.score for document in best) or 1.0
    weights: dict[str, float] = defaultdict(float)
    for document in best:
        if document.record_id not in texts:
            continue
        norm = K1 * (1 - B + B * document.length / collection.average_length)
        for each, times in _stems(texts[document.record_id]).items():
            weights[each] += document.score / total * times / (times + norm)
    ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return ordered[:_CANDIDATES]


def _stems(row: SearchRow) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for name in ("title", "summary", "body"):
        for word in words_of(getattr(row, name)[:_READ]):
            if len(word) > 2 and word not in STOP_WORDS:
                found[stem(word)] += FIELD_WEIGHTS[name] / UNIT
    return found


def _documents_with(stems: Sequence[str], segments: Sequence[Segment]) -> Counter[str]:
    """Count the present documents with each stem. A document with two forms of a stem counts twice."""
    counts: Counter[str] = Counter(dict.fromkeys(stems, 0))
    if not stems:
        return counts
    by_id = {segment.id: segment for segment in segments}
    holey = [pk for pk, segment in by_id.items() if len(segment.gone)] or [0]
    marks, holes, wanted = (", ".join(["%s"] * len(ids)) for ids in (by_id, holey, stems))
    # The length of ``weights`` is the number of documents (a byte each). The documents themselves are read only for
    # segments from which some were removed.
    sql = (
        "SELECT segment_id, stem, length(weights),"
        f" CASE WHEN segment_id IN ({holes}) THEN documents END"
        f" FROM {SearchPosting._meta.db_table} WHERE stem IN ({wanted}) AND segment_id IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*holey, *stems, *by_id])
        for pk, each, size, documents in cursor.fetchall():
            if documents is None:
                counts[each] += size
            else:
                places = np.frombuffer(documents, "<u2")
                counts[each] += int(by_id[pk].is_live[places].sum())
    return counts
