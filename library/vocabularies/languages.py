"""Languages in which works are written, by their BCP 47 codes."""

import re
from collections.abc import Iterator
from functools import cache

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

# Variants that only an interface has, and what the framework's list lacks for the United Kingdom and beyond.
_LEFT_OUT = frozenset(["en-au", "en-gb", "es-ar", "es-co", "es-mx", "es-ni", "es-ve", "zh-cn", "zh-tw",
                       "zh-hk", "zh-mo", "zh-my", "zh-sg", "zh", "zh-cht", "io", "ia", "eo"])  # fmt: skip
_FURTHER = {
    "so": "Somali",
    "ps": "Pashto",
    "am": "Amharic",
    "ti": "Tigrinya",
    "yo": "Yoruba",
    "mi": "Māori",
}
# The codes of three letters (ISO 639-2, both sets, and 639-3) that other catalogues write.
_THREE_LETTERS = {
    code: short
    for short, codes in {
        "af": "afr", "am": "amh", "ar": "ara arb", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben", "br": "bre",
        "bs": "bos", "ca": "cat", "cs": "cze ces", "cy": "wel cym", "da": "dan", "de": "ger deu", "el": "gre ell",
        "en": "eng", "es": "spa", "et": "est ekk", "eu": "baq eus", "fa": "per fas pes", "fi": "fin",
        "fr": "fre fra", "fy": "fry", "ga": "gle", "gd": "gla", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv",
        "hu": "hun", "hy": "arm hye", "id": "ind", "ig": "ibo", "is": "ice isl", "it": "ita", "ja": "jpn",
        "ka": "geo kat", "kk": "kaz", "km": "khm", "kn": "kan", "ko": "kor", "ky": "kir", "lb": "ltz", "lt": "lit",
        "lv": "lav lvs", "mi": "mao mri", "mk": "mac mkd", "ml": "mal", "mn": "mon", "mr": "mar", "ms": "may msa zsm",
        "my": "bur mya", "nb": "nob", "ne": "nep", "nl": "dut nld", "nn": "nno", "no": "nor", "os": "oss", "pa": "pan",
        "pl": "pol", "ps": "pus pst", "pt": "por", "ro": "rum ron", "ru": "rus", "sk": "slo slk", "sl": "slv",
        "so": "som", "sq": "alb sqi", "sr": "srp", "sv": "swe", "sw": "swa swh", "ta": "tam", "te": "tel", "tg": "tgk",
        "th": "tha", "ti": "tir", "tk": "tuk", "tr": "tur", "tt": "tat", "ug": "uig", "uk": "ukr", "ur": "urd",
        "uz": "uzb", "vi": "vie", "yo": "yor", "zh": "chi zho cmn",
    }.items()
    for code in codes.split()
}  # fmt: skip
# Names that catalogues write beside those of the framework, and Chinese by where it is written.
_OTHER_NAMES = {
    **dict.fromkeys(["chinese", "mandarin", "zh", "zh-cn", "zh-sg", "zh-my"], "zh-hans"),
    **dict.fromkeys(["zh-tw", "zh-hk", "zh-mo", "zh-cht"], "zh-hant"),
    "farsi": "fa",
    "flemish": "nl",
    "castilian": "es",
    "gaelic": "gd",
    "maori": "mi",
    "slovene": "sl",
}
_NOT_STATED = frozenset(["und", "mis", "zxx", "undetermined", "unknown"])
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


@cache
def names() -> dict[str, str]:
    """Return the English name of each language by its code, in the order of the names."""
    with override("en"):
        known = {
            code: info["name"]
            for code, info in LANG_INFO.items()
            if code not in _LEFT_OUT and "name" in info
        }
    return dict(sorted({**known, **_FURTHER}.items(), key=lambda item: item[1]))


class LanguageChoices(BaseChoiceIterator):
    """The languages for a select: English and Welsh first, then all by name.

    Django puts any other list in order again, each of two hundred languages, for every form that shows them.
    """

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from _choices_in(get_language())


@cache
def _choices_in(_language: str | None) -> list[tuple[str, str]]:
    first = [(code, _(names()[code])) for code in ("en", "cy")]
    return [
        *first,
        *((code, _(name)) for code, name in names().items() if code not in ("en", "cy")),
    ]


def name_of(code: str) -> str:
    """Return the language in words; a code we do not know stays as it is."""
    name = names().get(code.lower())
    return _(name) if name else code


def code_of(text: str) -> str:
    """Return the one code of a language that is written as a code, with a region, or in words.

    "English", "eng" and "en-US" are all "en"; of several languages the first counts. A code that we do not know
    stays, without its region. Empty where no language is stated. Raises ``ValidationError`` for any other word.
    """
    first = re.split(r"[;,/|]", text.strip())[0].strip()
    word = first.casefold().replace("_", "-")
    if not word or word in _NOT_STATED:
        return ""
    if known := _code_of_word(word):
        return known
    base = word.split("-")[0]
    short = _THREE_LETTERS.get(base, base)
    if known := _code_of_word(short):
        return known
    if _CODE.fullmatch(word):
        return short
    # The name may be followed by a country in brackets.
    if known := _code_of_word(re.split(r"\W", word)[0]):
        return known
    raise ValidationError(
        _("We do not know the language “%(text)s”. Enter its code, such as en or cy.")
        % {"text": first[:40]}
    )


def _code_of_word(word: str) -> str:
    return _codes_by_word().get(word, "")


@cache
def _codes_by_word() -> dict[str, str]:
    """Return the code of each language by that code and by its names in English and in the language itself."""
    words = {name.casefold(): code for code, name in names().items()}
    words |= {
        LANG_INFO[code]["name_local"].casefold(): code for code in names() if code in LANG_INFO
    }
    return {**words, **_OTHER_NAMES, **{code: code for code in names()}}
