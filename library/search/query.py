"""What a reader typed, as words and phrases that no database can misread."""

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 512
MAX_WORDS = 24
_PHRASE = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})
# Words that tell nothing about a subject. They count inside quotes, in capitals, and when there is no other.
_STOP_WORDS = frozenset(
    """a about above after again all am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most my no nor not of off on once only or other
    our ours out over own same she should so some such than that the their theirs them then there these they
    this those through to too under until up very was we were what when where which while who whom why will
    with would you your yours""".split()  # noqa: SIM905  (a list of words reads best as words)
)


@dataclass(frozen=True)
class Query:
    """``words`` may be found in any number and order, each of ``phrases`` must be found as it stands."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word once, those inside phrases too."""
        return tuple(dict.fromkeys([*self.words, *(w for phrase in self.phrases for w in phrase)]))


def parse(text: str) -> Query:
    """Read a search text of any kind: at most 512 characters and 24 words of it count, the rest is cut off."""
    shown = clean(text)
    plain = shown.translate(_QUOTES)
    phrases = [words_of(inside)[:MAX_WORDS] for inside in _PHRASE.findall(plain)]
    long_phrases = tuple(tuple(phrase) for phrase in phrases if len(phrase) > 1)
    single = [phrase[0] for phrase in phrases if len(phrase) == 1]
    loose = _PHRASE.sub(" ", plain)
    words = [w for w in _raw_words(loose) if w.isupper() or w.lower() not in _STOP_WORDS]
    if not (words or phrases):
        words = _raw_words(loose)
    folded = dict.fromkeys([*single, *(fold(word) for word in words)])
    return Query(
        text=shown, words=tuple(w for w in folded if w)[:MAX_WORDS], phrases=long_phrases[:8]
    )


def clean(text: str) -> str:
    """The text as it can be shown: at most 512 characters, none of them invisible."""
    visible = (" " if unicodedata.category(c)[0] == "C" else c for c in text[:MAX_CHARACTERS])
    return " ".join("".join(visible).split())


def words_of(text: str) -> list[str]:
    """Every word of a text, folded, in its order."""
    return [word for word in (fold(raw) for raw in _raw_words(text)) if word]


def fold(word: str) -> str:
    """Lower case without accents, so that "Größe" finds "grosse" and "Jose" finds "José"."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if c.isalnum())


def _raw_words(text: str) -> list[str]:
    return _WORD.findall(_POSSESSIVE.sub("", text))
