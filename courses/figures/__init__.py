"""Figures that lessons show by name: a line ``{{figure:NAME}}`` in a lesson's text stands for ``FIGURES[NAME]()``."""

from collections.abc import Callable

from core.charts import Figure

from . import inactivity, life, obesity

FIGURES: dict[str, Callable[[], Figure]] = {
    make.__name__: make for module in (life, obesity, inactivity) for make in module.FIGURES
}

__all__ = ["FIGURES"]
