"""How people and statistical offices write that there is no figure, or that it is too small to be published."""

import re

_WORDS = frozenset(
    {"-", "–", "—", ".", "..", "...", ":", "*", "**", "x", "c", "z"}
    | {"na", "n/a", "nan", "null", "none", "suppressed", "not available"}
)
# "[c]" and "[low]" of official statistics, "<5" and "[≤ 10]" of small numbers.
_MARKS = re.compile(r"\[?[<≤]\s?\d+\]?|\[[a-z]+\]")


def says_no_figure(text: str) -> bool:
    """Tell whether a cell says in its own way that there is no figure; an empty one says nothing."""
    plain = text.strip().casefold()
    return plain in _WORDS or (plain[:1] in "[<≤" and bool(_MARKS.fullmatch(plain)))
