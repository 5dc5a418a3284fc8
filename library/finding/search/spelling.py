"""Spelling correction: the word of the index that an unknown word most likely means.

The distance is Damerau's in its restricted form: letters added, left out, exchanged for another, or two
neighbours swapped (Damerau, CACM 1964: four in five errors are one of these). It is worked out for all
candidates at once, column by column, after two cheap tests that no candidate within reach fails: the lengths
differ by no more than the distance, and each error changes at most two of the letters that a word is made of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from library.finding.models.index import SearchPosting
from library.finding.search.engine import Search
from library.finding.search.postings import Postings
from library.finding.search.query import MAX_TERMS, Query, parse
from library.finding.search.segments import Numbers
from library.finding.search.store import LEXICON, Segment, remember, remembered, stored_columns
from library.finding.search.words import WORD, fold, stem

_SHORTEST = 4
_SHORT = 5
# So many candidates of each distance are looked at closely, the most frequent ones.
_LOOKED_AT = 24


class Lexicon(NamedTuple):
    """The words of a segment, laid out for comparing them all at once."""

    text: NDArray[np.uint8]
    starts: Numbers
    lengths: Numbers
    letters: NDArray[np.uint64]
    counts: Numbers

    @classmethod
    def of(cls, words: bytes, counts: bytes) -> "Lexicon":
        """Make the lexicon from the columns of a segment."""
        text = np.frombuffer(words + b"\n", np.uint8)
        ends = np.flatnonzero(text == ord("\n"))
        starts = np.r_[0, ends[:-1] + 1]
        letters = np.uint64(1) << (text & np.uint8(63)).astype(np.uint64)
        letters[ends] = 0
        found = np.bitwise_or.reduceat(letters, starts)
        sizes = (ends - starts).astype(np.int16)
        return cls(text, starts.astype(np.int32), sizes, found, np.frombuffer(counts, "<u4"))

    def word(self, number: int) -> str:
        """Return one word of the lexicon by its number."""
        start = int(self.starts[number])
        return self.text[start : start + int(self.lengths[number])].tobytes().decode()


def correct_spelling(search: Search) -> Query | None:
    """Return the query with its unknown words put right; None when none is unknown or nothing is near enough."""
    changes: dict[str, str] = {}
    for word in _unknown(search)[:MAX_TERMS]:
        if nearest := _nearest(word, search.segments):
            changes[word] = nearest
    if not changes:
        return None
    text = WORD.sub(lambda m: changes.get(fold(m.group()), m.group()), search.query.text)
    return parse(text)


def distances(word: str, others: NDArray[np.uint8], lengths: Numbers) -> Numbers:
    """Return the distance of a word to each of the others, which are rows of letters with anything after their end."""
    letters = np.frombuffer(word.encode(), np.uint8)
    count, longest = others.shape
    before = np.zeros((longest + 1, count), np.int16)
    last = np.repeat(np.arange(longest + 1, dtype=np.int16)[:, None], count, axis=1)
    columns = np.ascontiguousarray(others.T)
    for row, letter in enumerate(letters):
        now = np.empty_like(last)
        now[0] = row + 1
        for column in range(longest):
            differs = columns[column] != letter
            best = np.minimum(last[column + 1], now[column]) + 1
            np.minimum(best, last[column] + differs, out=best)
            if row and column:
                swapped = (columns[column] == letters[row - 1]) & (columns[column - 1] == letter)
                best = np.where(swapped, np.minimum(best, before[column - 1] + 1), best)
            now[column + 1] = best
        before, last = last, now
    found: Numbers = last[lengths, np.arange(count)]
    return found


def _unknown(search: Search) -> list[str]:
    """Return the words of a query that no record has in any form."""
    query = search.query
    held = {
        concept.alternatives[0][0]: count
        for concept, count in search.documents_with.items()
        if not concept.is_implied
    }
    unknown = [word for word in query.words if not held.get((stem(word),), 0)]
    inside = {word for term in query.required for word in term.words}
    if inside:
        postings = Postings(search.segments, [(stem(word),) for word in inside])
        unknown += [word for word in sorted(inside) if not postings.is_known(search.segments, word)]
    return [word for word in dict.fromkeys(unknown) if len(word) >= _SHORTEST and word.isalpha()]


def _nearest(word: str, segments: Sequence[Segment]) -> str | None:
    """Return the nearest word of the index, the most frequent of equally near ones."""
    reach = 1 if len(word) <= _SHORT else 2
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for segment in segments:
        for distance, near, count in _near(word, _lexicon(segment), reach):
            counts[distance][near] += count
    for distance in sorted(counts):
        found = sorted(counts[distance].items(), key=lambda pair: (-pair[1], pair[0]))
        live = _live([each for each, _count in found[:_LOOKED_AT]], segments)
        if live:
            # Prefer words with the same first letter, in which people seldom make errors.
            return min(live, key=lambda each: (each[0] != word[0], -live[each], each))
    return None


def _near(word: str, lexicon: Lexicon, reach: int) -> Iterable[tuple[int, str, int]]:
    size = len(word.encode())
    letters = np.bitwise_or.reduce(
        np.uint64(1) << (np.frombuffer(word.encode(), np.uint8) & np.uint8(63)).astype(np.uint64)
    )
    is_near = np.abs(lexicon.lengths - size) <= reach
    is_near &= np.bitwise_count(lexicon.letters ^ letters) <= 2 * reach
    numbers = np.flatnonzero(is_near)
    if not len(numbers):
        return
    lengths = lexicon.lengths[numbers].astype(np.intp)
    at = lexicon.starts[numbers][:, None] + np.arange(int(lengths.max()))
    rows = lexicon.text[np.minimum(at, len(lexicon.text) - 1)]
    found = distances(word, rows, lengths)
    for place in np.flatnonzero(found <= reach).tolist():
        number = int(numbers[place])
        yield int(found[place]), lexicon.word(number), int(lexicon.counts[number])


def _lexicon(segment: Segment) -> Lexicon:
    known: Lexicon | None = remembered(segment.id, "lexicon")
    if known is None:
        columns = stored_columns(segment.id, LEXICON)
        known = Lexicon.of(columns.get("words", b""), columns.get("counts", b"") or bytes(4))
        remember(segment.id, "lexicon", known, len(known.text) + 18 * len(known.starts))
    return known


def _live(words: Collection[str], segments: Sequence[Segment]) -> dict[str, int]:
    """Return the words that at least one present record has, each with the number of these records."""
    by_id = {segment.id: segment for segment in segments}
    rows = SearchPosting.objects.filter(segment_id__in=by_id, word__in=words)
    counts: dict[str, int] = defaultdict(int)
    for pk, word, documents in rows.values_list("segment_id", "word", "documents"):
        counts[word] += int(by_id[pk].is_live[np.frombuffer(documents, "<u2")].sum())
    return {word: count for word, count in counts.items() if count}
