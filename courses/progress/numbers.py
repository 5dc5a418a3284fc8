"""Reading numbers as people write them, in the notations of many languages.

``1,234.5``, ``1.234,5``, ``1 234,5``, ``1'234.5``, ``١٬٢٣٤٫٥`` and ``−3`` are read by their signs alone, never by the
language of the page: people copy numbers from reports of other countries. ``1,234`` and ``1.234`` may each mean a
thousand or a little more than one, so they have two readings.
"""

import re
import unicodedata
from decimal import Decimal

_LONGEST_NUMBER = 30
_PER_CENT = frozenset({"%", "per cent", "percent", "pct"})
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‑﹣-", "-"),
        **dict.fromkeys("\u200e\u200f\u061c", ""),
        "٫": ".",
        **dict.fromkeys("٬’'_", " "),
        "،": ",",
        "٪": "%",
    }
)
_WHOLE = r"(?:\d+|\d{1,3}(?: \d{3})+)"
_PLAIN = re.compile(rf"(?P<whole>{_WHOLE})(?:[.,](?P<part>\d*))?|[.,](?P<bare>\d+)")
_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<group>[.,])\d{3})(?:(?P=group)\d{3})*)(?:(?!(?P=group))[.,](?P<part>\d*))?"
)
# As Indian English groups: thousands, and then hundreds of them.
_BY_HUNDREDS = re.compile(r"(?P<whole>\d{1,2}(?:,\d{2})+,\d{3})(?:\.(?P<part>\d*))?")


class NotANumber(ValueError):
    """The text cannot be read as one number."""


def readings(text: str, *, unit: str = "") -> frozenset[Decimal]:
    """Return every number that the text may mean: one, or two for a single separator before three digits.

    The unit may follow. Raises ``NotANumber``.
    """
    value = _without_unit(_plain(text), _plain(unit))
    sign = value[:1] if value[:1] in {"+", "-"} else ""
    value = " ".join(value.removeprefix(sign).split())
    found = set()
    for pattern in (_PLAIN, _GROUPED, _BY_HUNDREDS):
        if len(value) <= _LONGEST_NUMBER and (match := pattern.fullmatch(value)):
            parts = match.groupdict()
            whole = re.sub(r"\D", "", parts["whole"] or "0")
            rest = parts.get("part") or parts.get("bare") or "0"
            is_grouped = pattern is _GROUPED
            if is_grouped and whole.startswith("0"):
                continue  # Nobody writes "0,123" for 123.
            found.add(Decimal(f"{sign}{whole}.{rest}"))
    if not found:
        raise NotANumber(text)
    return frozenset(found)


def written(number: Decimal) -> str:
    """Write a number so that it has one reading."""
    text = f"{number.normalize():f}"
    return text if len(readings(text)) == 1 else f"{text}0"


def _plain(text: str) -> str:
    """Return the text with one sign for each meaning, and digits of every script as those of ASCII."""
    # A raised, circled or broken digit is no plain one: "10²" is not 102.
    if any(unicodedata.category(sign) == "No" for sign in text):
        raise NotANumber(text)
    value = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in value)


def _without_unit(value: str, unit: str) -> str:
    known = _PER_CENT if unit.casefold() in _PER_CENT else {unit}
    for word in sorted(known, key=len, reverse=True):
        if word and value[-len(word) :].casefold() == word.casefold():
            return value[: -len(word)].strip()
    return value
