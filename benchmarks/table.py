"""The measurements as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.client import Speed

# No main page shall be slower than this part of the floor with as many queries.
AIM = 0.25
_HEAD = (
    *("page", "queries", "req/s", "p50 ms", "p95 ms", "kB", "floor req/s", "ratio"),
    *("cpu ms", "floor cpu ms", "cpu ratio"),
)


@dataclass(frozen=True)
class Sample:
    """One measurement of a page: its speed, and the seconds of processor time that an answer took."""

    speed: Speed
    cpu: float


@dataclass(frozen=True)
class Row:
    """One page beside the floor that makes as many queries."""

    name: str
    queries: int
    page: Sample
    floor: Sample

    @property
    def ratio(self) -> float:
        return self.page.speed.per_second / self.floor.speed.per_second

    @property
    def cpu_ratio(self) -> float:
        """Return the ratio by processor time of the web processes: steadier on a busy machine."""
        return self.floor.cpu / self.page.cpu if self.page.cpu else 0.0

    @property
    def misses_aim(self) -> bool:
        return self.ratio < AIM


def table_of(rows: Sequence[Row]) -> str:
    """Write the rows under their heads: names to the left, numbers to the right."""
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    )


def verdict_on(rows: Sequence[Row]) -> str:
    """Return the aim, and which pages miss it."""
    missing = ", ".join(row.name for row in rows if row.misses_aim)
    return (
        f"Aim: no page below {AIM:.2f} of a bare view with as many queries. "
        f"{f'Missed by: {missing}.' if missing else 'Met by all.'}"
    )


def _cells(row: Row) -> tuple[str, ...]:
    speed = row.page.speed
    return (
        row.name,
        str(row.queries),
        f"{speed.per_second:.0f}",
        f"{speed.p50 * 1000:.1f}",
        f"{speed.p95 * 1000:.1f}",
        f"{speed.bytes_of_one / 1000:.1f}",
        f"{row.floor.speed.per_second:.0f}",
        f"{row.ratio:.2f}",
        f"{row.page.cpu * 1000:.1f}",
        f"{row.floor.cpu * 1000:.1f}",
        f"{row.cpu_ratio:.2f}",
    )
