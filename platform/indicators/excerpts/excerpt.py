"""An excerpt as plain data: what was taken out of a release, complete without the tables it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

MOST_SERIES = 4
MOST_PLACES = 12


class Picture(models.TextChoices):
    """What an excerpt shows, and how it is drawn."""

    GROUPS = "groups", _("Groups of one period")
    LINE = "line", _("Groups of one period with the fitted line")
    TREND = "trend", _("One value over time")
    ENDS = "ends", _("The first and the last group over time")
    SLOPE_TREND = "slope-trend", _("Average and slope index over time")
    PLACES = "places", _("Places side by side")


# These show the groups of a dimension.
BY_GROUPS = frozenset({Picture.GROUPS, Picture.LINE, Picture.ENDS, Picture.SLOPE_TREND})
# These have an order of groups.
IN_ORDER = frozenset({Picture.LINE, Picture.ENDS, Picture.SLOPE_TREND})


class ExcerptRefused(Refusal):
    """These figures cannot be shown in this way. The message says why, and what to choose instead."""


@dataclass(frozen=True)
class Selection:
    """What to take out of the figures of an indicator. What is left empty is worked out.

    ``places`` and ``dimension`` are codes, ``periods`` labels as published (none: the latest), ``release`` the key of
    one release (none: the one that has all of it and the latest figures).
    """

    indicator: str
    picture: str = Picture.GROUPS
    dimension: str = ""
    places: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    age: str = ""
    periods: tuple[str, ...] = ()
    release: int | None = None

    def to_plain(self) -> dict[str, Any]:
        """Return the selection as JSON holds it, so that two can be compared."""
        plain = asdict(self)
        return {n: list(value) if isinstance(value, tuple) else value for n, value in plain.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Selection":
        """Return the selection that ``to_plain`` wrote."""
        return cls(
            indicator=plain["indicator"],
            picture=plain["picture"],
            dimension=plain["dimension"],
            places=tuple(plain["places"]),
            sexes=tuple(plain["sexes"]),
            age=plain["age"],
            periods=tuple(plain["periods"]),
            release=plain["release"],
        )


@dataclass(frozen=True)
class Row:
    """The numbers of one series in the order of its labels; a column that is not whole is empty."""

    name: str
    values: tuple[float, ...]
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    populations: tuple[float, ...] = ()
    counts: tuple[float, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One picture of several above each other; its label says the unit."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Origin:
    """Where the figures come from, as it was when they were taken out."""

    publisher: str
    title: str
    licence: str
    licence_address: str
    address: str


@dataclass(frozen=True)
class Excerpt:
    """Figures as they were published, with all that a picture, a table or an exercise says of them."""

    picture: str
    indicator: str
    name: str
    unit: str
    decimals: int
    value_type: str
    scale: float
    polarity: str
    is_survey: bool
    # "England, males": what all of it has in common.
    place: str
    period: str
    heading: str
    first: str
    last: str
    is_ordered: bool
    labels: tuple[str, ...]
    panels: tuple[Panel, ...]
    origin: Origin
    query: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return the excerpt as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Excerpt":
        """Return the excerpt that ``to_plain`` wrote."""
        words = {name: value for name, value in plain.items() if name not in _NESTED}
        panels = tuple(
            Panel(panel["label"], tuple(_row(row) for row in panel["rows"]))
            for panel in plain["panels"]
        )
        return cls(
            labels=tuple(plain["labels"]), panels=panels, origin=Origin(**plain["origin"]), **words
        )

    @property
    def rows(self) -> Sequence[Row]:
        """Return all series, panel by panel."""
        return [row for panel in self.panels for row in panel.rows]

    @property
    def is_percentage(self) -> bool:
        """Tell whether a difference of two values is said in percentage points."""
        return self.value_type == "proportion" and self.scale == 100


_NESTED = frozenset({"labels", "panels", "origin"})
_COLUMNS = ("values", "lower", "upper", "populations", "counts")


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(plain["name"], **{name: tuple(plain[name]) for name in _COLUMNS})
