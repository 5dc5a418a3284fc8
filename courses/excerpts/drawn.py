"""Draws the figures that a release took from indicators."""

import functools
import json

from django.utils.translation import get_language

from core.charts import Figure
from courses.models import IndicatorFigure
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.excerpt import Excerpt


def drawn(figure: IndicatorFigure) -> Figure:
    """Draw a figure, stored or not. Raises ``ExcerptRefused`` for numbers that its picture cannot show."""
    return figure_of(
        figure.taken, name=figure.slug, title=figure.title, description=figure.description
    )


def figure_html(figure: IndicatorFigure) -> str:
    """Return the figure with its table and source as HTML. Each is drawn once in a process for what it shows."""
    words = (figure.slug, figure.title, figure.description)
    return _drawn(words, json.dumps(figure.excerpt, sort_keys=True), get_language() or "")


@functools.lru_cache(maxsize=256)
def _drawn(words: tuple[str, str, str], excerpt: str, _language: str) -> str:
    name, title, description = words
    taken = Excerpt.from_plain(json.loads(excerpt))
    return str(figure_of(taken, name=name, title=title, description=description).html)
