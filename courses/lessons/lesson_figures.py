"""Figures in lessons, drawn by name."""

import functools

from django.utils.translation import get_language

from courses.figures import FIGURES


def figure_names() -> list[str]:
    """Return the names of all figures."""
    return sorted(FIGURES)


def figure_html(name: str) -> str:
    """Return the figure with its table as HTML; empty for a figure that no longer exists."""
    return _drawn(name, get_language() or "")


@functools.lru_cache(maxsize=256)
def _drawn(name: str, language: str) -> str:
    """Draw the figure once for each process and language: its data are files of the code."""
    draw = FIGURES.get(name)
    return "" if draw is None else str(draw().html)
