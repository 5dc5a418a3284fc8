"""Looking up a word in as few catalogues as have words.

Django puts together the words of a language from those of all apps, and behind them keeps a chain of their wider languages: for British
English seven, six of which hold no word. What is written in the language of the code is found in none, so each word of a
page asked them all, one after another.
"""

from gettext import NullTranslations
from typing import Any

from django.utils.translation import trans_real


def shorten_chain(language: str) -> int:
    """Leave out the catalogues without words behind those of a language, and return how many. Repeats safely."""
    left_out = 0
    # Of any type, as the words of a chain are not told of in the types of Python.
    link: Any = trans_real.translation(language)
    while (behind := link._fallback) is not None:
        if _has_words(behind):
            link = behind
        else:
            link._fallback = behind._fallback
            left_out += 1
    return left_out


def _has_words(catalogue: NullTranslations) -> bool:
    """Tell whether there is more in it than its head, which stands under the empty word."""
    words = getattr(catalogue, "_catalog", {})
    return any(word != "" for word in words.keys())  # noqa: SIM118  (Django's own kind has keys, and cannot be walked)
