"""Words: how a text is split, folded and stemmed, the same for what is indexed and what is typed."""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

# Longer strings are cut: they are hardly words of a language, and their beginning tells them apart well enough.
MAX_LETTERS = 40
WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)
# Words that say nothing about a subject. They count only in quotes, in capitals, or when a query has no others.
STOP_WORDS = frozenset(
    """a about above after again all am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most my no nor not of off on once only or other
    our ours out over own same she should so some such than that the their theirs them then there these they
    this those through to too under until up very was we were what when where which while who whom why will
    with would you your yours""".split()  # noqa: SIM905  (a list of words reads best as words)
)
_local = threading.local()


def raw_words(text: str) -> list[str]:
    """Return the words of a text as they stand in it, without "'s" at their ends."""
    return WORD.findall(_POSSESSIVE.sub("", text))


def words_of(text: str) -> list[str]:
    """Return every word of a text, folded, in its order."""
    if text.isascii():
        return [word[:MAX_LETTERS] for word in raw_words(text.lower())]
    return [word for word in (fold(raw) for raw in raw_words(text)) if word]


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case without accents, so that "Größe" finds "grosse" and "Jose" finds "José"."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if c.isalnum())[:MAX_LETTERS]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a folded word, by the English Snowball algorithm (Porter 2); other languages lose little by it."""
    if not hasattr(_local, "stemmer"):
        # A stemmer stores the word it works on, so threads must not share one.
        _local.stemmer = Stemmer.Stemmer("english", 0)
    found: str = _local.stemmer.stemWord(word)
    return found or word
