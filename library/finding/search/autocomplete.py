"""Autocomplete: titles, topics and organisations that begin with what was typed.

Only what a search would find is suggested: titles of records in the index, topics and organisations of such
records. The last word may be unfinished, those before it are taken as they are; every one must be there.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from accounts.models import Organisation
from library.finding.models import SearchPosting, SearchRow
from library.finding.search.query import clean
from library.finding.search.segments import Numbers
from library.finding.search.store import Segment, open_segments
from library.finding.search.words import words_of
from library.vocabularies.models import Topic

_MOST_WORDS = 8
_SHORTEST = 2
# At most this many lists are read for one word; a beginning that more words share is too short to be of use.
_MOST_LISTS = 400
_MOST_TITLES = 200
_WORDS_OF_A_SERIES = 3
_LAST = "\U0010ffff"


class Completion(NamedTuple):
    """One line under the search field: what it says, what it is, and the record, topic or body it stands for."""

    label: str
    kind: str
    key: str


def complete(text: str, *, most: int = 8) -> list[Completion]:
    """Return the likeliest topics and organisations, then titles; none for fewer than two letters."""
    words = words_of(clean(text))[:_MOST_WORDS]
    if not words or len(words[-1]) < _SHORTEST:
        return []
    segments = open_segments()
    few = max(most // 4, 1)
    found = _topics(words, segments)[:few] + _organisations(words, segments)[:few]
    return found + _titles(words, segments)[: most - len(found)]


def _topics(words: Sequence[str], segments: Sequence[Segment]) -> list[Completion]:
    used = _used(segments, "topic")
    rows = [
        (used[topic.code], Completion(topic.label, "topic", topic.code))
        for topic in Topic.objects.filter(code__in=used)
        if any(_begins(words, name) for name in (topic.label, *topic.synonyms))
    ]
    return [row for _count, row in sorted(rows, key=lambda each: (-each[0], each[1].label))]


def _organisations(words: Sequence[str], segments: Sequence[Segment]) -> list[Completion]:
    used = _used(segments, "organisation")
    names = Organisation.objects.filter(pk__in=[int(pk) for pk in used]).values_list(
        "pk", "name", "short_name"
    )
    rows = [
        (used[str(pk)], Completion(name, "organisation", str(pk)))
        for pk, name, short in names
        if _begins(words, name) or (short and _begins(words, short))
    ]
    return [row for _count, row in sorted(rows, key=lambda each: (-each[0], each[1].label))]


def _titles(words: Sequence[str], segments: Sequence[Segment]) -> list[Completion]:
    keys: list[int] = []
    for segment in segments:
        places = np.flatnonzero(segment.is_live)
        for number, word in enumerate(words):
            is_last = number == len(words) - 1
            places = np.intersect1d(places, _with_word(segment, word, may_go_on=is_last))
            if not len(places):
                break
        keys += segment.columns.records[places[:_MOST_TITLES]].tolist()
    titles = SearchRow.objects.filter(pk__in=keys[:_MOST_TITLES]).values_list("pk", "title")
    start = " ".join(words)
    # Titles that begin with the typed words come first, then shorter ones before longer ones.
    ordered = sorted(
        titles,
        key=lambda row: (
            not " ".join(words_of(row[1])).startswith(start),
            len(row[1]),
            row[1],
            row[0],
        ),
    )
    return _varied([Completion(title, "title", str(pk)) for pk, title in ordered])


def _varied(titles: Sequence[Completion]) -> list[Completion]:
    """Put the first title of each series before its other parts: a series is told by its first words."""
    seen: Counter[tuple[str, ...]] = Counter()
    turns = []
    for each in titles:
        series = tuple(words_of(each.label)[:_WORDS_OF_A_SERIES])
        turns.append(seen[series])
        seen[series] += 1
    return [each for _turn, each in sorted(zip(turns, titles, strict=True), key=lambda row: row[0])]


def _with_word(segment: Segment, word: str, *, may_go_on: bool) -> Numbers:
    """Return the documents of a segment with this word in the title; with ``may_go_on`` also with a longer one."""
    name = f"title:{word}"
    rows = SearchPosting.objects.filter(segment_id=segment.id, word__gte=name)
    rows = rows.filter(word__lt=name + _LAST) if may_go_on else rows.filter(word=name)
    lists = rows.order_by("word").values_list("documents", flat=True)[:_MOST_LISTS]
    parts = [np.frombuffer(documents, "<u2").astype(np.intp) for documents in lists]
    return np.unique(np.concatenate([*parts, np.empty(0, np.intp)]))


def _used(segments: Sequence[Segment], facet: str) -> Counter[str]:
    """Return the values of a facet that records have, with the number of these records."""
    counts: Counter[str] = Counter()
    for segment in segments:
        column = segment.facet(facet)
        live = column.codes[segment.is_live[column.places]]
        found = np.bincount(live, minlength=len(column.values))
        for code in np.flatnonzero(found).tolist():
            counts[column.values[code]] += int(found[code])
    return counts


def _begins(words: Sequence[str], name: str) -> bool:
    """Tell whether every word stands in the name, the last one perhaps unfinished."""
    of_name = words_of(name)
    return set(words[:-1]) <= set(of_name) and any(w.startswith(words[-1]) for w in of_name)
