"""The facets of the search: each declared once for addresses, conditions, counts and chips."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Organisation
from core.prepared import prepared
from core.web.requests import key_of
from library.practice.states import PracticeStage
from library.recommendations.states import Principle
from library.vocabularies import languages
from library.vocabularies.choices import Access, EvidenceKind, RecordType, TermKind
from library.vocabularies.models import Place, Term, Topic

_MOST_VALUES = 50
_MOST_ORGANISATIONS = 108
_VALUE = re.compile(r"[\w.-]{1,60}")
# More places than this are all loaded at once: a database takes only so many values in one query.
_MANY = 500


class Value(NamedTuple):
    """One value of a facet with the number of records behind it, and the narrower values below it."""

    value: str
    label: str
    records: int = 0
    is_chosen: bool = False
    is_wide: bool = False
    children: "tuple[Value, ...]" = ()

    @property
    def noun(self) -> str:
        """Return the noun after the number of records."""
        return _noun(self.records, get_language())

    @property
    def is_open(self) -> bool:
        """Tell whether the branch is open: a value in it is chosen, or it holds many results (``is_wide``)."""
        return self.is_chosen or self.is_wide or any(child.is_open for child in self.children)

    @property
    def shown_children(self) -> "tuple[Value, ...]":
        """Return the narrower values if the branch is open."""
        return self.children if self.is_open else ()


@lru_cache(maxsize=1_000)
def _noun(records: int, _language: str | None) -> str:
    # A page has a hundred of them, most of a few small numbers.
    return ngettext("record", "records", records)


class FacetLabels:
    """Labels of facet values, each vocabulary loaded once for one page."""

    @cached_property
    def topics(self) -> list[tuple[str, str, str | None]]:
        """Code, label and the code of the broader one; broader ones come first."""
        return _topic_rows()

    @cached_property
    def terms(self) -> list[tuple[str, str, str]]:
        """Kind, code and label of the population groups and settings, in no order."""
        return _term_rows()

    def places(self, codes: Collection[str]) -> list[tuple[str, str, str | None]]:
        """Code, name and the code of the wider one of the places with these codes; wider ones come first."""
        places = Place.objects.order_by()
        if len(codes) <= _MANY:
            places = places.filter(code__in=codes)
        rows = sorted(places.values_list("path", "code", "name"))
        return [(code, name, ([None, *path.split("/")])[-2]) for path, code, name in rows]

    def wider(self, facet: str, values: Collection[str]) -> set[str]:
        """Return the codes of all ancestors of these values."""
        if facet == "topic":
            return {parent for code, _label, parent in self.topics if code in values and parent}
        paths = Place.objects.filter(code__in=values).values_list("path", flat=True)
        return {code for path in paths for code in path.split("/")[:-1]}


@prepared
def _topic_rows() -> QuerySet[Topic, tuple[str, str, str | None]]:
    return Topic.objects.in_order().values_list("code", "label", "parent__code")


@prepared
def _term_rows() -> QuerySet[Term, tuple[str, str, str]]:
    return Term.objects.values_list("kind", "code", "label")


Vocabulary = Callable[[FacetLabels], Collection[str]]
ValueReader = Callable[[FacetLabels, Mapping[str, int], Collection[str]], tuple[Value, ...]]


# Each is itself alone, so that none of its words is looked up to compare it.
@dataclass(frozen=True, eq=False)
class Facet:
    """A facet; its name is used in addresses and in the index."""

    name: str
    label: StrOrPromise
    read: ValueReader
    is_tree: bool = False
    hint: StrOrPromise = ""
    # All values that a record can have; none where they are as many as people enter.
    vocabulary: Vocabulary | None = None

    def read_all(
        self, words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
    ) -> tuple[Value, ...]:
        """Return the values with those of the vocabulary that no record has."""
        known = self.vocabulary(words) if self.vocabulary else ()
        return self.read(words, {**dict.fromkeys(known, 0), **counts}, chosen)


def _of_choices(choices: type[models.TextChoices]) -> ValueReader:
    def read(
        _words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
    ) -> tuple[Value, ...]:
        return _flat(choices.choices, counts, chosen)

    return read


def _of_terms(kind: TermKind) -> ValueReader:
    def read(
        words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
    ) -> tuple[Value, ...]:
        terms = ((code, label) for its_kind, code, label in words.terms if its_kind == kind)
        return _most_first(_flat(terms, counts, chosen))

    return read


def _all_choices(choices: type[models.TextChoices]) -> Vocabulary:
    return lambda _words: choices.values


def _all_terms(kind: TermKind) -> Vocabulary:
    return lambda words: [code for its_kind, code, _label in words.terms if its_kind == kind]


def _all_topics(words: FacetLabels) -> Collection[str]:
    return [code for code, _label, _parent in words.topics]


def _topics(
    words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
) -> tuple[Value, ...]:
    return _tree(words.topics, counts, chosen, wide=None)


def _places(
    words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
) -> tuple[Value, ...]:
    rows = words.places({*counts, *chosen})
    # Open the branches that hold more than half as many results as the most frequent place.
    most = max(counts.values(), default=0)
    return _most_first(_tree(rows, counts, chosen, wide=most // 2))


def _organisations(
    _words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
) -> tuple[Value, ...]:
    """Return the most frequent organisations; chosen ones are listed even without results."""
    frequent = [value for value, _n in Counter(counts).most_common(_MOST_ORGANISATIONS)]
    keys = {key_of(value) for value in (*frequent, *chosen)}
    names = Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
    return _most_first(_flat([(str(pk), name) for pk, name in names], counts, chosen))


def _languages(
    _words: FacetLabels, counts: Mapping[str, int], chosen: Collection[str]
) -> tuple[Value, ...]:
    codes = [(code, languages.name_of(code)) for code in {*counts, *chosen}]
    return _most_first(_flat(codes, counts, chosen))


FACETS = (
    Facet(
        "topic",
        _("Topic"),
        _topics,
        is_tree=True,
        hint=_("Choose a topic to see its subtopics."),
        vocabulary=_all_topics,
    ),
    Facet("type", _("Type"), _of_choices(RecordType), vocabulary=_all_choices(RecordType)),
    Facet("place", _("Place"), _places, is_tree=True),
    Facet(
        "population",
        _("Population group"),
        _of_terms(TermKind.POPULATION),
        vocabulary=_all_terms(TermKind.POPULATION),
    ),
    Facet(
        "setting",
        _("Setting"),
        _of_terms(TermKind.SETTING),
        vocabulary=_all_terms(TermKind.SETTING),
    ),
    Facet(
        "evidence",
        _("Kind of evidence"),
        _of_choices(EvidenceKind),
        vocabulary=_all_choices(EvidenceKind),
    ),
    Facet("stage", _("Stage of practice"), _of_choices(PracticeStage)),
    Facet("principle", _("Recommendations on"), _of_choices(Principle)),
    Facet("organisation", _("Organisation"), _organisations),
    Facet("language", _("Language"), _languages),
    Facet("access", _("Where to read it"), _of_choices(Access), vocabulary=_all_choices(Access)),
)
FACET_NAMES = {facet.name: facet for facet in FACETS}
TREES = frozenset(facet.name for facet in FACETS if facet.is_tree)


@dataclass(frozen=True)
class Filters:
    """The chosen values: those of one facet are joined by OR, the facets by AND."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        return bool(any(self.chosen.values()) or self.year_from or self.year_to)

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen in this facet."""
        return self.chosen.get(facet, ())


def filters_from(
    data: QueryDict, *, year_from: int | None = None, year_to: int | None = None
) -> Filters:
    """Read the filters from an address, the first fifty values of each. What cannot be a value is left out."""
    chosen = {}
    for facet in FACETS:
        values = [value for value in data.getlist(facet.name) if _VALUE.fullmatch(value)]
        if values:
            chosen[facet.name] = tuple(dict.fromkeys(values))[:_MOST_VALUES]
    return Filters(chosen, year_from, year_to)


def _flat(
    rows: Iterable[tuple[str, StrOrPromise]], counts: Mapping[str, int], chosen: Collection[str]
) -> tuple[Value, ...]:
    return tuple(
        Value(value, str(label), counts.get(value, 0), value in chosen)
        for value, label in rows
        if value in counts or value in chosen
    )


def _most_first(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: (-value.records, value.label.casefold())))


def _tree(
    rows: Sequence[tuple[str, str, str | None]],
    counts: Mapping[str, int],
    chosen: Collection[str],
    *,
    wide: int | None,
) -> tuple[Value, ...]:
    """Return a tree of values, widest first; branches that were neither counted nor chosen are left out."""
    known = {code for code, _label, _parent in rows}
    below: dict[str | None, list[tuple[str, str]]] = {}
    for code, label, parent in rows:
        below.setdefault(parent if parent in known else None, []).append((code, label))

    def counted(parent: str | None) -> Iterator[Value]:
        for code, label in below.get(parent, ()):
            children = tuple(counted(code))
            if code in counts or code in chosen or children:
                count = counts.get(code, 0)
                is_wide = wide is not None and count > wide
                yield Value(code, label, count, code in chosen, is_wide, children)

    return tuple(counted(None))
