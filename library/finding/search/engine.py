"""One search, answered by the index alone: what is found, how often each filter value, and in which order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from library.finding.models import SearchRow
from library.finding.search import feedback, ranking
from library.finding.search.backend import Conditions
from library.finding.search.crossing import count_pairs
from library.finding.search.postings import Concept, PostingMatch, Postings, Stems, stems_of
from library.finding.search.query import Query
from library.finding.search.ranking import Collection, Scores
from library.finding.search.segments import Numbers
from library.finding.search.store import Segment, open_segments
from library.finding.search.synonyms import concepts_of, terms_of
from library.finding.search.words import stem

Mask = NDArray[np.bool_]
# From this size on, a word that more than half of all records hold adds no results when the query also has a
# rarer word; it still counts in the order.
_LARGE = 1_000
_ROWS_AT_ONCE = 2_000


class Search:
    """One search, answered by the index. Each part is computed when it is first asked for."""

    def __init__(self, query: Query, conditions: Conditions | None = None) -> None:
        self.query = query
        self.conditions = conditions or Conditions()

    @cached_property
    def total(self) -> int:
        """Count the records that are found."""
        return sum(int(mask.sum()) for mask in self._found)

    def counts(self, facet: str) -> dict[str, int]:
        """Count for each value of a facet the records that the search finds with it, whatever is chosen in this facet."""
        counted: Counter[str] = Counter()
        for number, segment in enumerate(self.segments):
            column = segment.facet(facet)
            chosen = column.codes[self._all_but(number, facet)[column.places]]
            found = np.bincount(chosen, minlength=len(column.values))
            for code in np.flatnonzero(found).tolist():
                counted[column.values[code]] += int(found[code])
        return dict(counted)

    def cross_counts(self, rows: str, columns: str) -> dict[tuple[str, str], int]:
        """Count for each pair of values of two facets the records that the search finds with both, whatever is chosen in these two."""
        counted: Counter[tuple[str, str]] = Counter()
        for number, segment in enumerate(self.segments):
            mask = self._all_but(number, rows, columns)
            for pair in count_pairs(segment.facet(rows), segment.facet(columns), mask):
                counted[pair.row, pair.column] += pair.documents
        return dict(counted)

    def latest_years(self, facet: str) -> dict[str, int]:
        """Return for each value of a facet the latest year of a record that the search finds with it; 0 where none has a year."""
        latest: dict[str, int] = {}
        for segment, found in zip(self.segments, self._found, strict=True):
            column = segment.facet(facet)
            is_found = found[column.places]
            years = np.zeros(len(column.values), np.int64)
            places = column.places[is_found]
            np.maximum.at(years, column.codes[is_found], segment.columns.years[places])
            for code in np.unique(column.codes[is_found]).tolist():
                value = column.values[code]
                latest[value] = max(latest.get(value, 0), int(years[code]))
        return latest

    def with_any(self, facet: str) -> int:
        """Count the records found that have any value of a facet."""
        total = 0
        for segment, found in zip(self.segments, self._found, strict=True):
            has_any = np.zeros(segment.size, np.bool_)
            has_any[segment.facet(facet).places] = True
            total += int((has_any & found).sum())
        return total

    def by_relevance(self, start: int, stop: int) -> list[int]:
        """Keys of the records from ``start`` to ``stop``, the best match first; equal ones newest first."""
        scores = np.concatenate([*self._scores, np.empty(0, np.float32)])
        return self._page([-scores.astype(np.float64)], start, stop)

    def by_year(self, start: int, stop: int, *, newest_first: bool) -> list[int]:
        """Return keys in the order of years, those without a year last."""
        years = self._of_found([segment.columns.years for segment in self.segments]).astype(
            np.int64
        )
        keys = -years if newest_first else np.where(years == 0, 10_000, years)
        return self._page([keys.astype(np.float64)], start, stop)

    def by_title(self, start: int, stop: int) -> list[int]:
        """Return keys in the order of titles: along the title index, or by the titles of few results."""
        records = self._records
        if len(records) <= _ROWS_AT_ONCE:
            rows = SearchRow.objects.filter(pk__in=records.tolist())
            return list(rows.order_by("sort_title", "pk").values_list("pk", flat=True)[start:stop])
        ordered, wanted = np.sort(records), []
        seen = 0
        for chunk in _along_titles():
            is_found = np.isin(np.array(chunk), ordered, assume_unique=True)
            found = [pk for pk, holds in zip(chunk, is_found.tolist(), strict=True) if holds]
            wanted += found[max(start - seen, 0) : max(stop - seen, 0)]
            seen += len(found)
            if seen >= stop:
                break
        return wanted

    def by_key(self, after: int, most: int) -> list[int]:
        """Keys of the records with a key above ``after``, the smallest first; newer records have larger keys."""
        left = self._records[self._records > after]
        if most < len(left):
            left = np.partition(left, most - 1)[:most]
        return np.sort(left).tolist()

    @cached_property
    def segments(self) -> list[Segment]:
        return open_segments()

    @cached_property
    def collection(self) -> Collection:
        return Collection.of(self.segments)

    @cached_property
    def concepts(self) -> list[Concept]:
        return concepts_of(self.query)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self.segments, terms_of(self.query, self.concepts))

    @cached_property
    def matches(self) -> list[dict[Concept, PostingMatch]]:
        """For each segment, where each concept stands."""
        return [
            {concept: self.postings.concept(segment, concept) for concept in self.concepts}
            for segment in self.segments
        ]

    @cached_property
    def documents_with(self) -> dict[Concept, int]:
        """In how many records each concept stands."""
        return {
            concept: sum(len(each[concept].documents) for each in self.matches)
            for concept in self.concepts
        }

    @cached_property
    def _selecting(self) -> list[Concept]:
        """The concepts of which a record must hold at least one."""
        known = [concept for concept in self.concepts if self.documents_with[concept]]
        if self.collection.size < _LARGE:
            return known
        half = self.collection.size / 2
        return [concept for concept in known if self.documents_with[concept] <= half] or known

    @cached_property
    def _by_words(self) -> list[Mask]:
        """The documents that match the words of the query, by segment."""
        masks = []
        required = [stems_of(term) for term in self.query.required]
        excluded = [stems_of(term) for term in self.query.excluded]
        for segment, matches in zip(self.segments, self.matches, strict=True):
            mask = segment.is_live.copy()
            if self.query.words and not required:
                mask &= _union(segment, [matches[concept] for concept in self._selecting])
            for stems in required:
                mask &= _union(segment, [self.postings.term(segment, stems)])
            for stems in excluded:
                mask[self.postings.term(segment, stems).documents] = False
            masks.append(mask)
        return masks

    @cached_property
    def _filters(self) -> dict[str, list[Mask]]:
        """For each facet with chosen values, and for the years: the documents that pass, by segment."""
        chosen = [(name, set(values)) for name, values in self.conditions.facets.items() if values]
        passing: dict[str, list[Mask]] = {}
        for name, values in chosen:
            passing[name] = [_having(segment, name, values) for segment in self.segments]
        if self.query.types:
            types = set(self.query.types)
            passing["type:"] = [_having(segment, "type", types) for segment in self.segments]
        for key, limits in (("year", self.conditions), ("year:", self.query)):
            if limits.year_from or limits.year_to:
                first, last = limits.year_from or 1, limits.year_to or 9_999
                passing[key] = [
                    (s.columns.years >= first) & (s.columns.years <= last) for s in self.segments
                ]
        return passing

    def _all_but(self, number: int, *facets: str) -> Mask:
        mask = self._by_words[number]
        for name, masks in self._filters.items():
            if name not in facets:
                mask = mask & masks[number]
        return mask

    @cached_property
    def _found(self) -> list[Mask]:
        return [self._all_but(number) for number in range(len(self.segments))]

    @cached_property
    def _records(self) -> Numbers:
        return self._of_found([segment.columns.records for segment in self.segments])

    def _of_found(self, columns: Sequence[Numbers]) -> Numbers:
        parts = [column[mask] for column, mask in zip(columns, self._found, strict=True)]
        return np.concatenate([*parts, np.empty(0, np.int64)])

    def _page(self, keys: list[NDArray[np.float64]], start: int, stop: int) -> list[int]:
        """Order by the keys, smallest first, then the newest, then by record, and cut out the page."""
        first = keys[0]
        if stop < len(first):
            # Keep all results up to the last of this page and those equal to it, so that equal ones are ordered together.
            near = np.flatnonzero(first <= np.partition(first, stop - 1)[stop - 1])
        else:
            near = np.arange(len(first))
        years = self._of_found([segment.columns.years for segment in self.segments])[near]
        records = self._records[near]
        order = np.lexsort((records, -years.astype(np.int64), first[near]))
        return records[order[start:stop]].tolist()

    @cached_property
    def _scores(self) -> list[Scores]:
        """The scores of what is found, by segment."""
        scores = self._first_scores()
        self._add(scores, self._pairs())
        if len(self.query.words) >= feedback.WORDS:
            best = self._best(scores)
            if len(best) == feedback.DOCUMENTS:
                words = feedback.expansion(best, self.segments, self.collection)
                self._add(scores, words)
        lifted = [
            each * ranking.coverage(segment, matches)
            for each, segment, matches in zip(scores, self.segments, self.matches, strict=True)
        ]
        return [each[mask] for each, mask in zip(lifted, self._found, strict=True)]

    def _first_scores(self) -> list[Scores]:
        weights = {
            concept: ranking.weight_of(concept, self.collection.rarity(count))
            for concept, count in self.documents_with.items()
        }
        scores = []
        for segment, norms, matches in zip(self.segments, self._norms, self.matches, strict=True):
            score = np.zeros(segment.size, np.float32)
            for concept, match in matches.items():
                ranking.add(score, match, norms, weights[concept])
            scores.append(score)
        return scores

    @cached_property
    def _norms(self) -> list[Scores]:
        return [self.collection.norms(segment) for segment in self.segments]

    def _best(self, scores: Sequence[Scores]) -> list[feedback.Best]:
        """Return the best documents for the typed words alone, without the filters."""
        if not self.concepts:
            return []
        parts = [
            (float(score[place]), number, place)
            for number, (score, mask) in enumerate(zip(scores, self._by_words, strict=True))
            for place in _highest(np.where(mask, score, 0), feedback.DOCUMENTS)
        ]
        first = sorted(
            parts, key=lambda part: (-part[0], int(self.segments[part[1]].columns.records[part[2]]))
        )
        return [
            feedback.Best(
                int(self.segments[number].columns.records[place]),
                score,
                float(self.segments[number].columns.lengths[place]),
            )
            for score, number, place in first[: feedback.DOCUMENTS]
            if score > 0
        ]

    def _pairs(self) -> list[tuple[Stems, float]]:
        """Return the pairs of words typed side by side, without words so common that the look-up would take long."""
        common = {
            concept.alternatives[0][0][0]
            for concept, count in self.documents_with.items()
            if count > ranking.MOST_FOR_PAIRS
        }
        words = {stem(word) for word in self.query.words} - common
        typed = [stem(word) for word in self.query.typed]
        pairs = dict.fromkeys(pairwise(typed))
        return [(pair, ranking.PAIR) for pair in pairs if set(pair) <= words]

    def _add(self, scores: Sequence[Scores], terms: Sequence[tuple[Stems, float]]) -> None:
        """Add the scores of further terms; they change only the order of the results, not which are found."""
        postings = Postings(self.segments, [stems for stems, _weight in terms])
        for stems, weight in terms:
            matches = [postings.term(segment, stems) for segment in self.segments]
            rarity = self.collection.rarity(sum(len(match.documents) for match in matches))
            for score, match, norms in zip(scores, matches, self._norms, strict=True):
                ranking.add(score, match, norms, weight * rarity)


def _union(segment: Segment, matches: Sequence[PostingMatch]) -> Mask:
    mask = np.zeros(segment.size, np.bool_)
    for match in matches:
        mask[match.documents] = True
    return mask


def _having(segment: Segment, facet: str, values: set[str]) -> Mask:
    """Return the documents that have any of the values."""
    column = segment.facet(facet)
    is_wanted = np.array([value in values for value in column.values], np.bool_)
    mask = np.zeros(segment.size, np.bool_)
    if is_wanted.any():
        mask[column.places[is_wanted[column.codes]]] = True
    return mask


def _highest(scores: Scores, most: int) -> list[int]:
    if len(scores) > most:
        limit = np.partition(scores, len(scores) - most)[len(scores) - most]
        return np.flatnonzero(scores >= max(float(limit), 1e-9))[: most * 8].tolist()
    return np.flatnonzero(scores).tolist()


def _along_titles() -> Iterator[list[int]]:
    """Yield the keys of all records by title, in chunks that each begin where the last one ended."""
    rows = SearchRow.objects.order_by("sort_title", "pk").values_list("sort_title", "pk")
    last = ("", 0)
    while chunk := list(
        rows.filter(sort_title__gte=last[0]).exclude(sort_title=last[0], pk__lte=last[1])[
            :_ROWS_AT_ONCE
        ]
    ):
        yield [pk for _title, pk in chunk]
        last = chunk[-1]
