"""How the catalogue folds words, the same for what it searches and for what is typed.

Accents and case do not count, and English words are found in all their forms. Scripts that write no spaces between
words, such as Chinese or Thai, are found anywhere in the text; words of all others from their beginning.
"""

import re
import unicodedata

from library.finding.search.words import STOP_WORDS, stem

MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
# Beyond the marks that separate formatted text, what Markdown and our own markers write is no word to be found.
_MARKERS = re.compile(r"\{\{[^{}]*\}\}|\[\[cite:\d+\]\]|\]\([^()\s]*\)")
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def folded_words(text: str) -> list[str]:
    """Return the words of a text in their order, folded."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [stem(word) if word.isascii() else word for word in _WORD.findall(bare)]


def folded_text(*texts: str) -> str:
    """Return texts as the database keeps them: folded words, each with a space before it."""
    words = folded_words(_MARKERS.sub(" ", "\n".join(texts)))
    return "".join(f" {word}" for word in words)


def patterns_of(text: str) -> list[str]:
    """Return what must stand in a folded text so that it holds every word that was typed.

    Words that say nothing about a subject count only where nothing else was typed.
    """
    typed = folded_words(text[:512])
    said = [word for word in typed if word not in _SAYING_NOTHING] or typed
    return [
        word if _WITHOUT_SPACES.search(word) else f" {word}"
        for word in dict.fromkeys(said[:MOST_WORDS])
    ]


_SAYING_NOTHING = frozenset(word for stop in STOP_WORDS for word in folded_words(stop))
