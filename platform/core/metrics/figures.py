"""Figures that are looked up when Prometheus asks: each app may add its own, in ``figures.py``."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.registry import Registry


@dataclass(frozen=True)
class Value:
    """One number, with the labels that tell it from others of its name."""

    number: float
    labels: Mapping[str, str] = field(default_factory=dict)


# The parameter is the present moment.
Look = Callable[[dt.datetime], Iterable[Value]]


@dataclass(frozen=True)
class Figure:
    """How something is named and explained, and how it is looked up at a moment."""

    explanation: str
    look: Look


FIGURES: Registry[Figure] = Registry("figure of the site")


def figure(name: str, explanation: str) -> Callable[[Look], Look]:
    """Register the decorated ``(moment) -> values`` under the name that Prometheus shows, after ``praxis_``."""

    def register(look: Look) -> Look:
        FIGURES.add(name, Figure(explanation, look))
        return look

    return register
