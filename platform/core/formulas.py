"""Formulas: LaTeX written as MathML, which browsers draw and screen readers read.

A formula stands between ``$`` and a backquote: ``$`a^2`$``. By itself in a paragraph it is set apart from the text. Dollars
alone mean money.
"""

import html
import re
from collections.abc import Iterator

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LONGEST = 1_000
# What our Markdown makes of a formula: code between two dollars.
_FORMULA = re.compile(r"(?P<start><p>)?\$<code>(?P<latex>[^<]*)</code>\$(?(start)(?P<end></p>)?)")
# What the library does not know, it writes as a name.
_UNKNOWN = re.compile(r"<m[io]>\\([a-zA-Z]+)")
_TAGS = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
_ATTRIBUTES = {
    "math": {"display"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"accent", "fence", "form", "maxsize", "minsize", "separator", "stretchy"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "rowspacing"},
    "mtd": {"columnalign"},
}


class NotAFormula(Exception):
    """The LaTeX cannot be read. The message names the command that nobody knows, or is empty."""


def with_formulas(rendered: str) -> str:
    """Put formulas into HTML that our Markdown made; one that cannot be read stays as it was typed."""
    return _FORMULA.sub(_put, rendered)


def unreadable_in(rendered: str) -> Iterator[tuple[str, str]]:
    """Yield each formula that cannot be read, and the command in it that nobody knows."""
    for found in _FORMULA.finditer(rendered):
        latex = html.unescape(found["latex"])
        try:
            formula_html(latex)
        except NotAFormula as error:
            yield latex, str(error)


def formula_html(latex: str, *, is_apart: bool = False) -> SafeString:
    """Return the formula as MathML. Raises ``NotAFormula``."""
    from latex2mathml.converter import convert

    if not latex.strip() or len(latex) > LONGEST:
        raise NotAFormula
    try:
        written = convert(latex, display="block" if is_apart else "inline")
    except Exception as error:  # the library raises what it likes, RecursionError too
        raise NotAFormula from error
    if unknown := _UNKNOWN.search(written):
        raise NotAFormula(f"\\{unknown[1]}")
    clean = nh3.clean(written, tags=_TAGS, attributes=_ATTRIBUTES)
    # The words of its author, for whoever cannot see it and has no reader that knows MathML.
    named = clean.replace("<math", f'<math alttext="{escape(latex)}"', 1)
    return mark_safe(named)  # noqa: S308  (cleaned by nh3 two lines above)


def _put(found: re.Match[str]) -> str:
    is_apart = bool(found["start"] and found["end"])
    try:
        formula = formula_html(html.unescape(found["latex"]), is_apart=is_apart)
    except NotAFormula:
        return found[0]
    if is_apart:
        return f'<div class="formula" tabindex="0">{formula}</div>'
    return f"{found['start'] or ''}{formula}"
