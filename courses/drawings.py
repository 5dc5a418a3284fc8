"""The figures that lessons may show, by name."""

import functools

from django.utils.translation import get_language

from courses.figures import FIGURES


def figure_names() -> list[str]:
    """Every figure that a lesson may ask for."""
    return sorted(FIGURES)


def figure_html(name: str) -> str:
    """The drawing with its table; nothing for a figure that no longer exists."""
    return _drawn(name, get_language() or "")


@functools.lru_cache(maxsize=256)
def _drawn(name: str, language: str) -> str:
    """Drawn once in a process and language: the data behind it are files of the code."""
    draw = FIGURES.get(name)
    return "" if draw is None else str(draw().html)
