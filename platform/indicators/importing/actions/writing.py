"""Writing the rows of a checked import: all of them in one transaction, or none."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from core.slugs import free_slug
from indicators.catalogue.models import Dimension, Indicator, Observation, Release, Subgroup
from indicators.importing.checking import (
    BATCH,
    NUMBERS,
    CheckedRow,
    Figure,
    RowChecker,
    Verdict,
    row_key_of,
)
from indicators.importing.naming import NewDimension

_COLUMNS = (
    *("release_id", "indicator_id", "place_id", "period", "starts_on", "ends_on", "sex", "age"),
    *("dimension_id", "subgroup_id", "flag", "hidden", "row_key", *NUMBERS),
)
_QUOTED = [f'"{name}"' for name in _COLUMNS]
_TABLE = Observation._meta.db_table
_COPY = f"COPY {_TABLE} ({', '.join(_QUOTED)}) FROM STDIN"
_INSERT = (
    f"INSERT INTO {_TABLE} ({', '.join(_QUOTED)}) "  # noqa: S608  (our own words)
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)


class RowsHaveChanged(Exception):
    """A row that was right when the file was checked is refused now."""


class FigureWriter:
    """Writes figures, and makes the dimensions, subgroups and indicators that the file brings along."""

    def __init__(self, release: Release, *, at: dt.datetime) -> None:
        self.release = release
        self.at = at
        self._groups: dict[tuple[str, str], Subgroup] = {}
        self._made: dict[str, Dimension] = {}
        self.indicators: dict[str, Indicator] = {}

    def write(self, rows: Iterator[CheckedRow]) -> int:
        """Write the rows that are new or changed and return their number, in the memory that one batch takes.

        Raises ``RowsHaveChanged`` at the first row that is refused.
        """
        written = 0
        while batch := list(islice(rows, BATCH)):
            if any(row.verdict == Verdict.REFUSED for row in batch):
                raise RowsHaveChanged
            changed = [
                row.figure.key for row in batch if row.verdict == Verdict.CHANGED and row.figure
            ]
            if changed:
                Observation.objects.filter(release=self.release, row_key__in=changed).delete()
            figures = [
                row.figure
                for row in batch
                if row.figure and row.verdict in (Verdict.NEW, Verdict.CHANGED)
            ]
            self._insert(figures)
            written += len(figures)
        self.release.indicators.add(*self.indicators.values())
        return written

    def _insert(self, figures: Sequence[Figure]) -> None:
        """Write rows as they are: 200,000 instances of a model would cost more time than the database."""
        if not figures:
            return
        rows = [self._row(each) for each in figures]
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                cursor.executemany(_INSERT, rows)
                return
            with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)

    def _row(self, figure: Figure) -> tuple[Any, ...]:
        """Return the values of a figure in the order of ``_COLUMNS``."""
        group = self._group(figure.group)
        return (
            self.release.pk,
            self._indicator(figure.indicator).pk,
            figure.place.pk,
            figure.period.label,
            figure.period.starts_on.isoformat(),
            figure.period.ends_on.isoformat(),
            str(figure.sex),
            figure.age,
            group.dimension_id if group else None,
            group.pk if group else None,
            str(figure.flag),
            "",
            self._key(figure, group),
            *figure.numbers,
        )

    @staticmethod
    def _key(figure: Figure, group: Subgroup | None) -> int:
        """Return the key of the row; that of a group which the file brought along is known only now."""
        if group is figure.group:
            return figure.key
        return row_key_of(
            figure.indicator, figure.place, figure.period, figure.sex, figure.age, group
        )

    def _indicator(self, indicator: Indicator) -> Indicator:
        known = self.indicators.get(indicator.code)
        if known is None:
            if indicator.pk is None:
                indicator.created_at = indicator.changed_at = self.at
                indicator.full_clean(exclude=["created_by"])
                indicator.save()
            known = self.indicators[indicator.code] = indicator
        return known

    def _group(self, group: Subgroup | tuple[NewDimension, str] | None) -> Subgroup | None:
        if group is None or isinstance(group, Subgroup):
            return group
        new, name = group
        key = (new.name.casefold(), name.casefold())
        if key not in self._groups:
            self._groups[key] = Subgroup.objects.create(
                dimension=self._dimension(new),
                name=name,
                position=new.groups[key[1]],
                is_reference=key[1] in new.references,
            )
        return self._groups[key]

    def _dimension(self, new: NewDimension) -> Dimension:
        if new.name not in self._made:
            code = free_slug(
                new.name, Dimension.objects.all(), fallback="dimension", field="code", most=50
            )
            self._made[new.name] = Dimension.objects.create(
                code=code, name=new.name, is_ordered=new.is_ordered
            )
        return self._made[new.name]


def write_rows(checker: RowChecker, rows: Iterator[CheckedRow], *, at: dt.datetime) -> int:
    """Write the rows of a file into the release of its checker."""
    return FigureWriter(checker.release, at=at).write(rows)
