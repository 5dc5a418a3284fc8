"""Reads the small data files behind the figures: ``courses/data/figures/<name>.csv``.

A file opens with ``# source:``, ``# licence:`` and ``# note:``; then one row a series, period and group.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.charts import About, Figure, Series, gradient_chart
from indicators.measures.lines import fit_line
from indicators.measures.normal import normal_interval

FOLDER = Path(__file__).parent.parent / "data" / "figures"


@dataclass(frozen=True)
class DataRow:
    """One published number with its period, group and uncertainty."""

    series: str
    period: str
    group: str
    value: float
    population: float | None
    cases: int | None
    standard_error: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class DataFile:
    """The contents of one data file."""

    source: str
    licence: str
    note: str
    rows: tuple[DataRow, ...]

    def select(self, series: str, period: str = "") -> list[DataRow]:
        """Return the rows of a series (and period), in the file's order. Raises ``KeyError`` if there are none."""
        found = [r for r in self.rows if r.series == series and period in ("", r.period)]
        if not found:
            raise KeyError(f"{series} {period}".strip())
        return found


@cache
def load(name: str) -> DataFile:
    """Read the file of that name, once."""
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    head = dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("# "))
    return DataFile(
        source=head["source"],
        licence=head["licence"],
        note=head["note"],
        rows=tuple(_rows(csv.DictReader(line for line in lines if not line.startswith("# ")))),
    )


def as_series(name: str, rows: list[DataRow]) -> Series:
    """Return rows as a series of a chart, with the published interval or one from the standard error."""
    intervals = [interval for row in rows if (interval := _interval(row)) is not None]
    people = [row.population for row in rows if row.population is not None]
    return Series(
        name,
        values=[row.value for row in rows],
        lower=[lower for lower, _upper in intervals],
        upper=[upper for _lower, upper in intervals],
        populations=people,
    )


def sloped_chart(about: About, series: Sequence[Series], *, from_zero: bool = False) -> Figure:
    """Draw a gradient with the line of the slope index through each series.

    Groups count the same where no populations are given.
    """
    lines = [fit_line(one.values, one.populations or [1.0] * len(one.values)) for one in series]
    return gradient_chart(about, series, lines=lines, from_zero=from_zero)


def _interval(row: DataRow) -> tuple[float, float] | None:
    if row.lower is not None and row.upper is not None:
        return row.lower, row.upper
    if row.standard_error is not None:
        interval = normal_interval(row.value, row.standard_error)
        return interval.lower, interval.upper
    return None


def _rows(reader: Iterable[Mapping[str, str]]) -> Iterator[DataRow]:
    for line in reader:
        yield DataRow(
            series=line["series"],
            period=line["period"],
            group=line["group"],
            value=float(line["value"]),
            population=_number(line["population"]),
            cases=int(line["cases"]) if line["cases"] else None,
            standard_error=_number(line["standard_error"]),
            lower=_number(line["lower"]),
            upper=_number(line["upper"]),
        )


def _number(text: str) -> float | None:
    return float(text) if text else None
