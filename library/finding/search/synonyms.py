"""Other words for what was typed, added to a query with a lower weight."""

from collections import Counter, defaultdict
from functools import cache

from library.data import synonym_groups
from library.finding.search.postings import Concept, Stems, stems_of
from library.finding.search.query import Query
from library.finding.search.words import stem, words_of

# Below 1, so that a record with only a synonym comes after those with the word itself.
_WEIGHT = 0.4
_LONGEST = 8


@cache
def _groups() -> dict[Stems, tuple[Stems, ...]]:
    """Return for the stems of each known expression those of its synonyms."""
    others: dict[Stems, dict[Stems, None]] = defaultdict(dict)
    for group in synonym_groups():
        stems = list(dict.fromkeys(tuple(map(stem, words_of(each))) for each in group))
        for each in stems:
            others[each].update(dict.fromkeys(other for other in stems if other != each))
    return {each: tuple(found) for each, found in others.items()}


def concepts_of(query: Query) -> list[Concept]:
    """Return the concepts of a query: its words and phrases, each with its synonyms."""
    times = Counter(map(stem, query.typed))
    concepts: dict[Stems, Concept] = {}
    for word in query.words:
        stems = (stem(word),)
        concepts[stems] = Concept(_alternatives(stems), max(times[stems[0]], 1))
    for term in query.required:
        if not term.field:
            concepts[stems_of(term)] = Concept(((stems_of(term), 1.0),))
    return [*concepts.values(), *_implied(query)]


def _implied(query: Query) -> list[Concept]:
    """Synonyms of expressions of several words, such as SDOH for "social determinants of health"."""
    typed = tuple(map(stem, query.typed))
    spans = [
        typed[start:end]
        for start in range(len(typed))
        for end in range(start + 2, min(start + _LONGEST, len(typed)) + 1)
    ]
    found = [other for span in dict.fromkeys(spans) for other in _groups().get(span, ())]
    kept = [other for other in dict.fromkeys(found) if not set(other) <= set(typed)]
    return [Concept(((other, _WEIGHT),), is_implied=True) for other in kept]


def _alternatives(stems: Stems) -> tuple[tuple[Stems, float], ...]:
    return ((stems, 1.0), *((other, _WEIGHT) for other in _groups().get(stems, ())))


def terms_of(query: Query, concepts: list[Concept]) -> set[Stems]:
    """Return all terms that must be looked up to answer the query."""
    terms = {stems for concept in concepts for stems, _weight in concept.alternatives}
    return terms | {stems_of(term) for term in (*query.required, *query.excluded)}
