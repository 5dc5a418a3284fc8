"""The interface of the search index: what it takes in, and what it answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Document:
    """The words of one record, by field, and the values by which it is filtered and counted.

    A facet may have many values. The ancestors of a value are values too, so that each count of a broader
    value counts a record once. A new facet needs no change of the index.
    """

    record_id: int
    title: str
    topics: str
    creators: str
    summary: str
    body: str
    # The text of its files, which may be as long as a book.
    text: str = ""
    # The words of its recommendations.
    recommended: str = ""
    year: int | None = None
    facets: Facets = field(default_factory=dict)


@dataclass(frozen=True)
class Conditions:
    """What narrows a search beside its words: values of one facet are joined by OR, facets by AND."""

    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
