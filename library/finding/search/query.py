"""Parsing what a reader typed into words, phrases and conditions that nothing can break."""

import re
import unicodedata
from dataclasses import dataclass, field

from library.finding.search.words import STOP_WORDS, fold, raw_words, words_of
from library.vocabularies.choices import RecordType

MAX_CHARACTERS = 512
MAX_WORDS = 24
MAX_TERMS = 8
FIELDS = ("title", "topic", "author")
_TOKEN = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<field>\b(?:title|topic|author|year|type)):(?=\S))?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<rest>[^\s"]+))',
    re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{4})?(-|–|\.\.)?(\d{4})?")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})


@dataclass(frozen=True)
class QueryTerm:
    """Something that a record holds or not: a word or a phrase, anywhere or in one field."""

    words: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class Query:
    """``words`` may be found in any number and order; ``required`` must all be found, ``excluded`` must not.

    ``typed`` are all loose words in their order, with repeats and stop words, for synonyms of several words.
    """

    text: str
    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    required: tuple[QueryTerm, ...] = ()
    excluded: tuple[QueryTerm, ...] = ()
    types: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        return self != Query(text=self.text)

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word once that is looked for, those inside phrases and fields too."""
        inside = [word for term in self.required for word in term.words]
        return tuple(dict.fromkeys([*self.words, *inside]))


@dataclass
class _Parts:
    """The parts of a query that have been parsed so far."""

    loose: list[str] = field(default_factory=list)
    single: list[str] = field(default_factory=list)
    required: list[QueryTerm] = field(default_factory=list)
    excluded: list[QueryTerm] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    year_from: int | None = None
    year_to: int | None = None


def parse(text: str) -> Query:
    """Read a search text of any kind: at most 512 characters and 24 words of it count, the rest is cut off.

    ``"in quotes"`` is a phrase, ``-word`` and ``-"a phrase"`` must not be there, ``author:``, ``title:`` and
    ``topic:`` look in one field, ``year:2010-2014`` and ``type:report`` narrow. What does not read as one of
    these is a plain word.
    """
    shown = clean(text)
    parts = _Parts()
    for token in _TOKEN.finditer(shown.translate(_QUOTES)):
        _read(token, parts)
    telling = [w for w in parts.loose if w.isupper() or w.lower() not in STOP_WORDS]
    is_bare = not (telling or parts.single or parts.required or parts.excluded)
    if is_bare and not (parts.types or parts.year_from or parts.year_to):
        telling = parts.loose
    folded = dict.fromkeys(word for word in [*parts.single, *map(fold, telling)] if word)
    return Query(
        text=shown,
        words=tuple(folded)[:MAX_WORDS],
        typed=tuple(word for word in map(fold, parts.loose) if word),
        required=tuple(dict.fromkeys(parts.required))[:MAX_TERMS],
        excluded=tuple(dict.fromkeys(parts.excluded))[:MAX_TERMS],
        types=tuple(dict.fromkeys(parts.types)),
        year_from=parts.year_from,
        year_to=parts.year_to,
    )


def clean(text: str) -> str:
    """Clean a search text for showing: at most 512 characters, none of them invisible."""
    visible = (" " if unicodedata.category(c)[0] == "C" else c for c in text[:MAX_CHARACTERS])
    return " ".join("".join(visible).split())


def _read(token: re.Match[str], parts: _Parts) -> None:
    name = (token["field"] or "").lower()
    is_phrase = token["phrase"] is not None
    value = token["phrase"] if is_phrase else token["rest"]
    if name in ("year", "type"):
        narrowed = _read_year(value, parts) if name == "year" else _read_type(value, parts)
        if narrowed and not token["minus"]:
            return
        parts.loose += raw_words(f"{name} {value}")
        return
    words = tuple(words_of(value)[:MAX_WORDS])
    if not words:
        return
    if token["minus"]:
        parts.excluded.append(QueryTerm(words, name))
    elif name:
        parts.required.append(QueryTerm(words, name))
    elif is_phrase and len(words) > 1:
        parts.required.append(QueryTerm(words))
    elif is_phrase:
        parts.single.append(words[0])
    else:
        parts.loose += raw_words(value)


def _read_year(value: str, parts: _Parts) -> bool:
    match = _YEARS.fullmatch(value)
    if match is None or not (match[1] or match[3]):
        return False
    first, last = (int(year) if year else None for year in (match[1], match[3]))
    parts.year_from, parts.year_to = first, last if match[2] else first
    return True


def _read_type(value: str, parts: _Parts) -> bool:
    wanted = set(words_of(value))
    types = [each for each in RecordType.values if wanted and wanted <= set(words_of(each))]
    parts.types += types
    return bool(types)
