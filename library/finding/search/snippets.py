"""Titles and snippets of search results, with the search words marked."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from library.finding.search.postings import Concept, Stems
from library.finding.search.query import Query
from library.finding.search.words import WORD, fold, stem

LENGTH = 280
# Passages are looked for in the beginning of a long text only.
MOST_READ = 200_000
_ELLIPSIS = "…"
_FOREIGN = re.compile(r"\b[a-zA-Z0-9]*[^\W_a-zA-Z0-9][^\W_]*")


class Span(NamedTuple):
    """Where a found word stands in a text, and its stem."""

    start: int
    end: int
    stem: str


class Marker:
    """Marks the words of one search in texts: in every form, their synonyms, and phrases as a whole."""

    def __init__(self, query: Query, concepts: Iterable[Concept]) -> None:
        concepts = list(concepts)
        terms = {stems for concept in concepts for stems, _weight in concept.alternatives}
        terms |= {tuple(stem(word) for word in term.words) for term in query.required}
        # For each concept or required term: the sets of stems, any one of which covers it.
        self._asked = [
            [set(stems) for stems, _weight in concept.alternatives]
            for concept in concepts
            if not concept.is_implied
        ] + [[{stem(word) for word in term.words}] for term in query.required]
        self._words = {stems[0] for stems in terms if len(stems) == 1}
        self._phrases: dict[str, list[Stems]] = {}
        for stems in terms:
            if len(stems) > 1:
                self._phrases.setdefault(stems[0], []).append(stems)
        # Words begin with their stem, except perhaps for its last letter. Words beyond ASCII are always checked.
        starts = {part[:-1] if len(part) > 2 else part for stems in terms for part in stems}
        ordered = "|".join(map(re.escape, sorted(starts)))
        self._likely = re.compile(rf"\b(?:{ordered})[^\W_]*", re.IGNORECASE) if starts else None

    def title(self, text: str) -> SafeString:
        """Return the whole text with its marks, as HTML."""
        return _html(text, self._spans(text), 0, len(text))

    def tells_all(self, summary: str) -> bool:
        """Tell whether the summary holds everything searched for, so that no passage is needed."""
        said = {span.stem for span in self._spans(summary)}
        return all(any(stems <= said for stems in ways) for ways in self._asked)

    def snippet(self, summary: str, body: str) -> SafeString:
        """Return the passage of the summary that holds most of the words, or of the body when that holds more."""
        passages = [_best(text, self._spans(text)) for text in (summary, body[:MOST_READ])]
        best = passages[0] if passages[0].value >= passages[1].value else passages[1]
        return _html(best.text, best.spans, best.start, best.end)

    def _spans(self, text: str) -> list[Span]:
        found = [Span(m.start(), m.end(), stem(fold(m.group()))) for m in self._candidates(text)]
        marked = {n for n, span in enumerate(found) if span.stem in self._words}
        for n, span in enumerate(found):
            for phrase in self._phrases.get(span.stem, ()):
                if _stands_at(found[n : n + len(phrase)], phrase, text):
                    marked.update(range(n, n + len(phrase)))
        return [found[n] for n in sorted(marked)]

    def _candidates(self, text: str) -> list[re.Match[str]]:
        """Return the words that may be search words: those with a likely beginning or with letters beyond ASCII."""
        if self._likely is None:
            return []
        found = {match.start(): match for match in self._likely.finditer(text)}
        if not text.isascii():
            found |= {match.start(): match for match in _FOREIGN.finditer(text)}
        return [found[start] for start in sorted(found)]


def _stands_at(spans: Sequence[Span], phrase: Stems, text: str) -> bool:
    """Tell whether these words are the phrase, with no other word between them."""
    if tuple(span.stem for span in spans) != phrase:
        return False
    return not any(WORD.search(text, a.end, b.start) for a, b in pairwise(spans))


class _Passage(NamedTuple):
    value: int
    text: str
    start: int
    end: int
    spans: Sequence[Span]


def _best(text: str, spans: Sequence[Span]) -> _Passage:
    """Return the passage with the most different words, then the most words, then the first."""
    value, first, last = (0, 0), 0, 0
    inside: Counter[str] = Counter()
    end = 0
    for begin, span in enumerate(spans):
        while end < len(spans) and spans[end].end - span.start <= LENGTH * 3 // 4:
            inside[spans[end].stem] += 1
            end += 1
        if (len(inside), end - begin) > value:
            value, first, last = (len(inside), end - begin), begin, end - 1
        inside[span.stem] -= 1
        if inside[span.stem] <= 0:
            del inside[span.stem]
        end = max(end, begin + 1)
    if len(text) <= LENGTH or not spans:
        return _Passage(value[0], text, 0, _cut_after(text, LENGTH), spans)
    room = LENGTH - (spans[last].end - spans[first].start)
    start = _cut_before(text, spans[first].start - room // 2)
    return _Passage(value[0], text, start, _cut_after(text, start + LENGTH), spans)


def _cut_before(text: str, place: int) -> int:
    """Return the start of the word at a place; the start of the text when that is near."""
    return 0 if place < LENGTH // 8 else max(text.rfind(" ", 0, place) + 1, place - LENGTH // 4)


def _cut_after(text: str, place: int) -> int:
    """Return the end of the word at a place, and the end of the text when that is near."""
    if place + LENGTH // 8 >= len(text):
        return len(text)
    end = text.find(" ", place, place + LENGTH // 4)
    return place if end == -1 else end


def _html(text: str, spans: Sequence[Span], start: int, end: int) -> SafeString:
    parts = [_ELLIPSIS if start else ""]
    at = start
    for span in spans:
        if span.start >= at and span.end <= end:
            marked = f"<mark>{escape(text[span.start : span.end])}</mark>"
            parts += [escape(text[at : span.start]), marked]
            at = span.end
    parts += [escape(text[at:end]), _ELLIPSIS if end < len(text) else ""]
    return mark_safe("".join(parts))  # noqa: S308  (every piece is escaped above)
