"""Packing documents into a segment: lists of where each word stands.

A posting of one word in one segment is three byte strings, for the documents that hold it in rising order:

- ``documents``: the place of each document in the segment (16 bits each);
- ``weights``: how often the word stands in it, a word of the title counting more than one of the text, in
  quarters (8 bits each): the weighted frequency of BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
  extension to multiple weighted fields", CIKM 2004);
- ``places``: how many places are kept for each document (8 bits each), then these places (16 bits each).

Words of title, topics and creators are indexed a second time with a prefix ("title:word"), for searches in one field.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from library.finding.search.backend import Document
from library.finding.search.words import stem, words_of

MAX_DOCUMENTS = 65_536
LAST_PLACE = 65_535
UNIT = 4
# The weight of a word by its field, in quarters: in the body (4) it counts once, in the title (12) three times.
FIELD_WEIGHTS = {"title": 12, "topics": 8, "creators": 6, "summary": 6, "body": 4, "text": 1, "recommended": 1}  # fmt: skip
# A report is not less about its title because its recommendations are listed one by one: they add nothing to its length.
_WITHOUT_LENGTH = frozenset({"recommended"})
_LONG = frozenset({"text", "recommended"})
# In the text of files each word counts at most 40 times, and the whole text as at most 800 words of length:
# most records have no files, and a long annex must not outweigh what titles and summaries say.
_MOST_TIMES, _MOST_LENGTH = 40, 800
_NAMED_FIELDS = {"title": "title", "topics": "topic", "creators": "author"}
_MOST_PLACES = 255
Numbers = NDArray[np.integer]


class Posting(NamedTuple):
    """Where one word stands in a segment."""

    word: str
    stem: str
    documents: bytes
    weights: bytes
    places: bytes


@dataclass(frozen=True)
class NewSegment:
    """A segment before it is stored: its columns by name, and its postings."""

    size: int
    columns: dict[str, bytes]
    postings: Iterable[Posting]


class FacetColumn(NamedTuple):
    """The values of one facet in a segment: ``codes[n]`` of ``values`` holds for the document ``places[n]``."""

    values: list[str]
    places: Numbers
    codes: Numbers

    def packed(self) -> bytes:
        """Pack the facet column into bytes for the database."""
        head = json.dumps(self.values).encode()
        size = np.array([len(head), len(self.places)], "<u4").tobytes()
        places, codes = self.places.astype("<u2").tobytes(), self.codes.astype("<u4").tobytes()
        return size + head + places + codes

    @classmethod
    def unpacked(cls, data: bytes) -> "FacetColumn":
        """Unpack a facet column, with numbers as narrow as possible: all columns stay in memory."""
        head, count = np.frombuffer(data, "<u4", 2)
        start = 8 + int(head)
        places = np.frombuffer(data, "<u2", count, start)
        codes = np.frombuffer(data, "<u4", count, start + 2 * int(count))
        values = json.loads(data[8:start])
        return cls(values, places.copy(), codes.astype(np.min_scalar_type(len(values))))


class Builder:
    """Collects documents and packs them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words = array("I")
        self._at = array("I")  # document and place in one number
        self._weights = array("B")
        self._records = array("q")
        self._lengths = array("f")
        self._years = array("H")
        self._facets: dict[str, list[Sequence[str]]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def add(self, document: Document) -> None:
        """Take one more document."""
        number = len(self._records)
        place = length = 0
        for name, weight in FIELD_WEIGHTS.items():
            words = words_of(getattr(document, name))
            weights = _of_document(words, weight) if name in _LONG else [weight] * len(words)
            self._note(words, number, place, weights)
            if name in _NAMED_FIELDS:
                prefix = _NAMED_FIELDS[name]
                named = [f"{prefix}:{word}" for word in words]
                self._note(named, number, place, [UNIT] * len(named))
            # Leave one place free between fields, so that no phrase matches across two of them.
            place += len(words) + 1
            if name not in _WITHOUT_LENGTH:
                length += min(len(words), _MOST_LENGTH if name in _LONG else len(words)) * weight
        self._records.append(document.record_id)
        self._lengths.append(length / UNIT)
        self._years.append(document.year or 0)
        for facet, values in document.facets.items():
            rows = self._facets.setdefault(facet, [])
            rows.extend([()] * (number - len(rows)))
            rows.append(values)

    def draft(self) -> NewSegment:
        """Pack what was collected."""
        columns = {
            "records": self._records.tobytes(),
            "lengths": self._lengths.tobytes(),
            "years": self._years.tobytes(),
        }
        for name, rows in self._facets.items():
            columns[f"facet:{name}"] = _facet_column(rows).packed()
        return NewSegment(len(self), columns, self._postings())

    def _note(self, words: Sequence[str], number: int, place: int, weights: Sequence[int]) -> None:
        numbers = self._numbers
        self._words.extend([numbers.setdefault(word, len(numbers)) for word in words])
        base = number << 16
        self._at.extend([base + min(place + n, LAST_PLACE) for n in range(len(words))])
        self._weights.extend(weights)

    def _postings(self) -> Iterator[Posting]:
        if not self._words:
            return
        names = list(self._numbers)
        order_of = np.empty(len(names), np.uint64)
        alphabetic = sorted(range(len(names)), key=names.__getitem__)
        order_of[alphabetic] = np.arange(len(names), dtype=np.uint64)
        keys = order_of[np.frombuffer(self._words, np.uint32)] << np.uint64(32)
        keys |= np.frombuffer(self._at, np.uint32)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        weights = np.frombuffer(self._weights, np.uint8)[order].astype(np.int64)
        # One group for each word and document.
        pairs = keys >> np.uint64(16)
        starts = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]])
        counts = np.diff(np.r_[starts, len(keys)])
        within = np.arange(len(keys)) - np.repeat(starts, counts)
        places = (keys & np.uint64(0xFFFF)).astype("<u2")[within < _MOST_PLACES]
        kept = np.minimum(counts, _MOST_PLACES)
        weighted = np.minimum(np.add.reduceat(weights, starts), 255).astype(np.uint8)
        documents = ((keys[starts] >> np.uint64(16)) & np.uint64(0xFFFF)).astype("<u2")
        # One run of groups for each word.
        words = keys[starts] >> np.uint64(32)
        first = np.flatnonzero(np.r_[True, words[1:] != words[:-1]])
        last = np.r_[first[1:], len(words)]
        ends = np.r_[0, np.cumsum(kept)]
        small = kept.astype(np.uint8)
        for n, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            word = names[alphabetic[n]]
            yield Posting(
                word,
                stem_of(word),
                documents[a:b].tobytes(),
                weighted[a:b].tobytes(),
                small[a:b].tobytes() + places[ends[a] : ends[b]].tobytes(),
            )


def _of_document(words: Sequence[str], weight: int) -> list[int]:
    """Return the weight of each word of a file's text: 0 once the word has occurred ``_MOST_TIMES`` times."""
    times: Counter[str] = Counter()
    weights = []
    for word in words:
        times[word] += 1
        weights.append(weight if times[word] <= _MOST_TIMES else 0)
    return weights


def stem_of(word: str) -> str:
    """Return the stem under which a word is indexed; “title:words” keeps its prefix: “title:word”."""
    name, colon, rest = word.rpartition(":")
    return f"{name}{colon}{stem(rest)}"


def _facet_column(rows: Sequence[Sequence[str]]) -> FacetColumn:
    codes: dict[str, int] = {}
    pairs = [
        (number, codes.setdefault(value, len(codes)))
        for number, values in enumerate(rows)
        for value in dict.fromkeys(values)
    ]
    table = np.array(pairs, np.intp).reshape(-1, 2)
    return FacetColumn(list(codes), table[:, 0], table[:, 1])
