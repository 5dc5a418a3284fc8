"""Where terms stand: the documents of a segment that hold a word, one of several words, or a phrase."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from library.finding.search.query import QueryTerm
from library.finding.search.segments import FIELD_WEIGHTS, LAST_PLACE, UNIT, Numbers
from library.finding.search.store import Segment, StoredPosting, read_postings
from library.finding.search.words import stem

Stems = tuple[str, ...]


class PostingMatch(NamedTuple):
    """The documents of one segment that hold something, and its weighted frequency in each."""

    documents: Numbers
    frequencies: NDArray[np.float32]


NOTHING = PostingMatch(np.empty(0, np.intp), np.empty(0, np.float32))


@dataclass(frozen=True)
class Concept:
    """What a reader means by a word: the word itself or, counting less, other words for it.

    ``times`` is how often it was typed. A concept with ``is_implied`` (a synonym of
    several words together) does not count in ``ranking.coverage``.
    """

    alternatives: tuple[tuple[Stems, float], ...]
    times: float = 1
    is_implied: bool = False


def stems_of(term: QueryTerm) -> Stems:
    """Return the stems of a term's words, as the index names them."""
    prefix = f"{term.field}:" if term.field else ""
    return tuple(prefix + stem(word) for word in term.words)


class Postings:
    """Everything that the index knows of some terms, read at once."""

    def __init__(self, segments: Sequence[Segment], terms: Iterable[Stems]) -> None:
        terms = set(terms)
        in_phrases = {part for term in terms if len(term) > 1 for part in term}
        single = {term[0] for term in terms if len(term) == 1} - in_phrases
        self._rows: dict[tuple[int, str], list[StoredPosting]] = defaultdict(list)
        self._keys: dict[tuple[int, str], Numbers] = {}
        for row in read_postings(segments, single):
            self._rows[row.segment_id, row.stem].append(row)
        for row in read_postings(segments, in_phrases, with_places=True):
            self._rows[row.segment_id, row.stem].append(row)

    def is_known(self, segments: Iterable[Segment], word: str) -> bool:
        """Tell whether any record has a form of the word."""
        return any(len(self.term(segment, (stem(word),)).documents) for segment in segments)

    def concept(self, segment: Segment, concept: Concept) -> PostingMatch:
        """Return the documents that hold any of its words."""
        parts = [(self.term(segment, stems), weight) for stems, weight in concept.alternatives]
        parts = [(match, weight) for match, weight in parts if len(match.documents)]
        if len(parts) == 1 and parts[0][1] == 1:
            return parts[0][0]
        return _joined(segment, parts)

    def term(self, segment: Segment, stems: Stems) -> PostingMatch:
        """Return the documents that hold the word or the phrase and are still there."""
        match = self._phrase(segment, stems) if len(stems) > 1 else self._word(segment, stems[0])
        if not len(segment.gone):
            return match
        is_live = segment.is_live[match.documents]
        return PostingMatch(match.documents[is_live], match.frequencies[is_live])

    def _word(self, segment: Segment, stem: str) -> PostingMatch:
        forms = [
            (PostingMatch(np.frombuffer(row.documents, "<u2").astype(np.intp), _weights(row)), 1.0)
            for row in self._rows.get((segment.id, stem), ())
        ]
        return forms[0][0] if len(forms) == 1 else _joined(segment, forms)

    def _phrase(self, segment: Segment, stems: Stems) -> PostingMatch:
        keys = self._keys_of(segment, stems[0])
        for step, part in enumerate(stems[1:], start=1):
            if not len(keys):
                return NOTHING
            others = self._keys_of(segment, part)
            others = others[(others & LAST_PLACE) >= step] - step
            keys = np.intersect1d(keys, others, assume_unique=True)
        documents, counts = np.unique(keys >> 16, return_counts=True)
        # Each occurrence of the phrase weighs as much as a word of the title, but their sum is at most the weighted
        # frequency of each single word of the phrase.
        frequencies: NDArray[np.float32] = (counts * (FIELD_WEIGHTS["title"] / UNIT)).astype("f4")
        for part in stems:
            held, of_part = self._word(segment, part)
            frequencies = np.minimum(frequencies, of_part[np.searchsorted(held, documents)])
        return PostingMatch(documents.astype(np.intp), frequencies)

    def _keys_of(self, segment: Segment, stem: str) -> Numbers:
        """Document and place of each time the word stands there, as one number."""
        key = (segment.id, stem)
        if key not in self._keys:
            parts = [_places(row) for row in self._rows.get(key, ())]
            self._keys[key] = np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
        return self._keys[key]


def _weights(row: StoredPosting) -> NDArray[np.float32]:
    return np.frombuffer(row.weights, np.uint8).astype(np.float32) / np.float32(UNIT)


def _places(row: StoredPosting) -> Numbers:
    documents = np.frombuffer(row.documents, "<u2").astype(np.int64)
    data = bytes(row.places)
    counts = np.frombuffer(data, np.uint8, len(documents))
    places = np.frombuffer(data, "<u2", int(counts.sum()), len(documents)).astype(np.int64)
    keys = np.repeat(documents << 16, counts) | places
    # All words from ``LAST_PLACE`` on share that number, so where they stand is not known.
    return keys[places < LAST_PLACE]


def _joined(segment: Segment, parts: Sequence[tuple[PostingMatch, float]]) -> PostingMatch:
    """Frequencies of several lists added up, each with its weight."""
    if not parts:
        return NOTHING
    total = np.zeros(segment.size, np.float32)
    for match, weight in parts:
        total[match.documents] += match.frequencies * np.float32(weight)
    documents = np.flatnonzero(total)
    return PostingMatch(documents, total[documents])
