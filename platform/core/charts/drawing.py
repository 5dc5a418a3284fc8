"""A small canvas: shapes and text as SVG, with the measurements that keep texts apart."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString, mark_safe

WIDTH = 380.0
TEXT = 14.0
LINE = 20.0

Anchor = Literal["start", "middle", "end"]

# Okabe and Ito's colour-blind safe set, darkened to 4.5:1 on white. charts.css has the dark pages' variants.
COLOURS = ("#00598c", "#a84300", "#00694d", "#8a3a72")
DASHES = ("", "7 4", "2 3", "9 3 2 3")
_DIAMOND = ((0, -6), (5.5, 0), (0, 6), (-5.5, 0))
_TRIANGLE = ((0, -6), (5.5, 4.5), (-5.5, 4.5))
INK, QUIET, GRID = "#1f2328", "#59636e", "#d0d5da"


def text_width(text: str, size: float = TEXT) -> float:
    """About how wide a text is in a plain sans serif, rather too much than too little."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in " .,:;il|'()":
        return 0.36
    if letter in "mwMW@%—…":
        return 0.98
    return 0.6 if letter.isascii() and letter.islower() else 0.68


def fit(text: str, width: float) -> str:
    """Return the text, cut with an ellipsis where it would be wider than it may; the table has it whole."""
    if text_width(text) <= width:
        return text
    while text and text_width(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def legible(text: str) -> str:
    """Return the text on one line and without what XML cannot hold, such as control characters and half surrogates."""
    kept = "".join(
        letter
        for letter in " ".join(str(text).split())
        if unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    return "".join(letter for letter in kept if letter not in "\ufffe\uffff")


@dataclass
class Drawing:
    """Shapes in the order they are drawn. Units are those of the view box; y runs downwards."""

    height: float
    root: Element = field(default_factory=lambda: Element("g"))

    def text(
        self, x: float, y: float, text: str, *, anchor: Anchor = "start", kind: str = "label"
    ) -> None:
        """Write on the base line ``y``; ``kind`` is label, quiet or value-<series>."""
        colour = {"label": INK, "quiet": QUIET}.get(kind)
        attributes = {"fill": colour or _colour(int(kind.removeprefix("value-")))}
        element = self._add("text", f"chart-{kind}", attributes, x=x, y=y)
        element.attrib.update({"text-anchor": anchor, "font-size": _number(TEXT)})
        element.text = legible(text)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, series: int = 0, dashed: bool = False
    ) -> None:
        """Draw a straight line; series 0 is the grid."""
        attributes = {"stroke": _colour(series), "stroke-width": "2" if series else "1"}
        if dashed and DASHES[series - 1]:
            attributes["stroke-dasharray"] = DASHES[series - 1]
        self._add("line", _kind("line", series), attributes, x1=x1, y1=y1, x2=x2, y2=y2)

    def path(self, points: Sequence[tuple[float, float]], *, series: int) -> None:
        """Draw a broken line through points."""
        attributes = {
            "points": _points(points),
            "fill": "none",
            "stroke": _colour(series),
            "stroke-width": "2",
        }
        if DASHES[series - 1]:
            attributes["stroke-dasharray"] = DASHES[series - 1]
        self._add("polyline", _kind("line", series), attributes)

    def interval(self, x: float, y1: float, y2: float, *, series: int) -> None:
        """Draw a thin upright bar with ends."""
        attributes = {"stroke": _colour(series), "stroke-width": "1.25"}
        kind = _kind("interval", series)
        self._add("line", kind, attributes, x1=x, y1=y1, x2=x, y2=y2)
        self._add("line", kind, attributes, x1=x - 4, y1=y1, x2=x + 4, y2=y1)
        self._add("line", kind, attributes, x1=x - 4, y1=y2, x2=x + 4, y2=y2)

    def marker(self, x: float, y: float, *, series: int) -> None:
        """Circle, square, diamond or triangle, by series."""
        kind, fill = _kind("marker", series), {"fill": _colour(series)}
        if series == 1:
            self._add("circle", kind, fill, cx=x, cy=y, r=4.5)
        elif series == 2:
            self._add("rect", kind, fill, x=x - 4, y=y - 4, width=8, height=8)
        else:
            corners = _DIAMOND if series == 3 else _TRIANGLE
            points = _points([(x + right, y + down) for right, down in corners])
            self._add("polygon", kind, {**fill, "points": points})

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a filled bar."""
        self._add("rect", "chart-bar", {"fill": COLOURS[0]}, x=x, y=y, width=width, height=height)

    def whisker(self, x1: float, x2: float, y: float) -> None:
        """Draw the interval of a bar: lying, with ends, edged so that it shows on the bar and beyond it."""
        edge, line = (
            {"stroke": "#ffffff", "stroke-width": "4"},
            {"stroke": INK, "stroke-width": "1.5"},
        )
        for kind, attributes in (("chart-whisker-edge", edge), ("chart-whisker", line)):
            self._add("line", kind, attributes, x1=x1, y1=y, x2=x2, y2=y)
            self._add("line", kind, attributes, x1=x1, y1=y - 4, x2=x1, y2=y + 4)
            self._add("line", kind, attributes, x1=x2, y1=y - 4, x2=x2, y2=y + 4)

    def svg(self, *, name: str, title: str, description: str) -> SafeString:
        """Return the whole picture; ``name`` makes its ids unique on the page."""
        size = f"0 0 {_number(WIDTH)} {_number(self.height)}"
        svg = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "chart-picture",
                "viewBox": size,
                "role": "img",
                "aria-labelledby": f"figure-{name}-title figure-{name}-description",
                "font-family": "system-ui, sans-serif",
            },
        )
        SubElement(svg, "title", id=f"figure-{name}-title").text = legible(title)
        SubElement(svg, "desc", id=f"figure-{name}-description").text = legible(description)
        svg.extend(self.root)
        return mark_safe(tostring(svg, encoding="unicode"))  # noqa: S308  (written by an XML writer)

    def _add(self, tag: str, kind: str, attributes: Mapping[str, str], **numbers: float) -> Element:
        element = SubElement(self.root, tag, {"class": kind})
        element.attrib.update({key: _number(number) for key, number in numbers.items()})
        element.attrib.update(attributes)
        return element


def _colour(series: int) -> str:
    return COLOURS[series - 1] if series else GRID


def _kind(kind: str, series: int) -> str:
    return f"chart-{kind} chart-series-{series}" if series else f"chart-{kind} chart-grid"


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
