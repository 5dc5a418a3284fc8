"""The score of a document: BM25F, lifted for those that hold more of what was asked.

For each concept the rarity is Robertson and Sparck Jones's in the form that is never negative, the frequency
is weighted by field, saturated and set against the length of the document (Robertson and Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond", 2009, eq. 3.15 and 3.18), and a word that a long query
repeats counts more by the same saturation (``K3``, eq. 3.16). The parameters are from the middle of the
ranges that the literature finds good for any collection.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from library.finding.search.postings import Concept, PostingMatch
from library.finding.search.store import Segment

K1, B, K3 = 1.5, 0.75, 8.0
# A document with every concept gains this share.
_COVERAGE = 0.2
# Two words side by side, as they were typed, count as a further word of this weight: the ordered pairs of the
# sequential dependence model (Metzler and Croft, SIGIR 2005), which gives them about an eighth.
PAIR = 0.2
MOST_FOR_PAIRS = 100_000
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Collection:
    """What the formula needs to know of all documents."""

    size: int
    average_length: float

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "Collection":
        """Count the documents that are there."""
        size = sum(segment.size - len(segment.gone) for segment in segments)
        # Lengths are whole quarters, so these sums are exact and do not depend on the order of the segments.
        length = sum(float(s.columns.lengths.sum(dtype=np.float64)) for s in segments)
        length -= sum(float(s.columns.lengths[s.gone].sum(dtype=np.float64)) for s in segments)
        return cls(size, max(length / max(size, 1), 1.0))

    def rarity(self, documents: int) -> float:
        """Return the weight of something that this many documents hold."""
        return math.log1p((self.size - documents + 0.5) / (documents + 0.5))

    def norms(self, segment: Segment) -> Scores:
        """Return for each document how strongly its length damps a frequency."""
        relative = segment.columns.lengths / np.float32(self.average_length)
        return np.float32(K1) * (np.float32(1 - B) + np.float32(B) * relative)


def add(scores: Scores, match: PostingMatch, norms: Scores, weight: float) -> None:
    """Add what one concept is worth to the scores of a segment."""
    found, frequencies = match
    gain = frequencies * np.float32(weight * (K1 + 1)) / (frequencies + norms[found])
    scores[found] += gain


def weight_of(concept: Concept, rarity: float) -> float:
    """Return the weight of a concept by its rarity and by how often it was typed."""
    return rarity * concept.times * (K3 + 1) / (concept.times + K3)


def coverage(segment: Segment, matches: Mapping[Concept, PostingMatch]) -> Scores:
    """Return the factor of each score for the share of concepts that the document holds."""
    covered = np.zeros(segment.size, np.float32)
    asked = 0
    for concept, match in matches.items():
        if not concept.is_implied:
            asked += 1
            covered[match.documents] += 1
    return 1 + covered * np.float32(_COVERAGE / max(asked, 1))
