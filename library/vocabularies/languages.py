"""Languages in which works are written, by their BCP 47 codes."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import override

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


@cache
def names() -> dict[str, str]:
    """The English name of each language by its code, in the order of the names."""
    with override("en"):
        known = {
            code: info["name"]
            for code, info in LANG_INFO.items()
            if code not in _LEFT_OUT and "name" in info
        }
    return dict(sorted({**known, **_FURTHER}.items(), key=lambda item: item[1]))


def choices() -> list[tuple[str, str]]:
    """Return the choices for a form: English and Welsh first, then all by name."""
    first = [(code, _(names()[code])) for code in ("en", "cy")]
    return [
        *first,
        *((code, _(name)) for code, name in names().items() if code not in ("en", "cy")),
    ]


def name_of(code: str) -> str:
    """The language in words; a code we do not know stands as it is."""
    name = names().get(code.lower())
    return _(name) if name else code
