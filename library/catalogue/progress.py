"""Progress in the text of a work: a table of a baseline, what was measured since and a target is drawn, too.

The picture is made of the words of the table whenever the text is shown. So it says what authors, reviewers and editors
have read and corrected, and nothing is kept twice.
"""

import re
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import About, Figure, Step, can_draw, progress_chart

# More cannot be told apart on a telephone: the baseline, six values and the target.
_MOST_STEPS = 8
_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
# A value as people write it, then its unit, then what is said in brackets: “1,234.5 % (95 % interval: 1 to 2)”.
_NUMBER = r"[-−]?\d[\d,]*(?:\.\d+)?"
_VALUE = re.compile(rf"^({_NUMBER})\s*(.*?)\s*(?:\([^()]*?({_NUMBER}) to ({_NUMBER})\))?$")
# A measure with what it is about is the longest of them.
_LONGEST_CELL = 800


def with_progress(html: str, name: str = "progress") -> SafeString:
    """Return a rendered text in which each table of progress has its picture above it.

    ``html`` is what ``render_markdown`` wrote; ``name`` is a slug that no other text on the page has.
    """
    count = 0

    def _draw(found: re.Match[str]) -> str:
        nonlocal count
        figure = _figure(found[0], f"{name}-{count + 1}")
        if figure is None:
            return found[0]
        count += 1
        return f"{figure.picture}{found[0]}"

    return mark_safe(_TABLE.sub(_draw, html))  # noqa: S308  (it was cleaned when it was rendered)


def has_progress(html: str) -> bool:
    """Tell whether ``with_progress`` has put a picture into this text."""
    return '<figure class="figure chart"' in html


def _figure(table: str, name: str) -> Figure | None:
    """Draw a table with two columns, of which the first row is the baseline and the last one may be the target."""
    rows = [[_words(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
    if any(len(row) != 2 for row in rows) or not 2 < len(rows) <= _MOST_STEPS + 1:
        return None
    if any(len(words) > _LONGEST_CELL for row in rows for words in row):
        return None
    (_when, measure), *told = rows
    read = [found for _label, words in told if (found := _VALUE.match(words))]
    if len(read) < len(told) or not _begins_with(told[0][0], _("Baseline")):
        return None
    steps = [_step(label, found) for (label, _value), found in zip(told, read, strict=True)]
    target = steps[-1] if _begins_with(steps[-1].label, _("Target")) else None
    if not can_draw(steps):
        return None
    about = About(
        name=name,
        title=measure,
        description="; ".join(f"{label}: {words}" for label, words in told) + ".",
        unit=read[0][2] or measure,
        source=_("the table below."),
        licence="",
        decimals=max(len(each[1].partition(".")[2]) for each in read),
    )
    return progress_chart(about, steps[:-1] if target else steps, target=target)


def _words(cell: str) -> str:
    return " ".join(unescape(strip_tags(cell)).split())


def _begins_with(label: str, word: str) -> bool:
    return label.casefold() == word.casefold() or label.casefold().startswith(f"{word.casefold()},")


def _step(label: str, found: re.Match[str]) -> Step:
    short = _under_its_mark(label)
    if found[3] is None or found[4] is None or _number(found[3]) > _number(found[4]):
        return Step(label, short, _number(found[1]))
    return Step(label, short, _number(found[1]), _number(found[3]), _number(found[4]))


def _under_its_mark(label: str) -> str:
    """Shorten what plans write: “Baseline, 2020” to 2020, and “After 6 weeks” to 6 weeks."""
    after = re.fullmatch(_("After %(weeks)d weeks").replace("%(weeks)d", r"(\d{1,4})"), label)
    if after:
        weeks = int(after[1])
        return ngettext("%(weeks)d week", "%(weeks)d weeks", weeks) % {"weeks": weeks}
    word, _comma, rest = label.partition(", ")
    return rest if rest and _begins_with(label, _("Baseline")) else word


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
