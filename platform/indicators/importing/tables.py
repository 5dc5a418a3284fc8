"""Reading tables of figures: CSV in any usual encoding and separator, or XLSX, in our columns or those of HEAT Plus."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from core.files import tables
from core.files.tables import Line, TableNotReadable, refuse_columns_twice
from core.files.workbooks import Limits, is_workbook

MOST_ROWS = 500_000
# Of a workbook when unpacked: enough for so many rows.
_LIMITS = Limits(sheet=400_000_000, texts=50_000_000)
COLUMNS = (
    *("indicator", "place", "period", "start", "end", "sex", "age", "dimension", "subgroup"),
    *("subgroup_order", "value", "count", "population", "lower", "upper", "standard_error", "flag"),
)
_NEEDED = ("indicator", "place", "period", "value")
# The columns of the template of HEAT Plus (World Health Organization), by ours. Older files say "year" for "date",
# and "footnote" or "note" for "flag".
HEAT_COLUMNS = {
    "indicator": ("indicator_abbr",),
    "indicator_name": ("indicator_name",),
    "place": ("iso3",),
    "place_name": ("setting",),
    "period": ("date", "year"),
    "dimension": ("dimension",),
    "subgroup": ("subgroup",),
    "subgroup_order": ("subgroup_order",),
    "is_ordered": ("ordered_dimension",),
    "is_reference": ("reference_subgroup",),
    "value": ("estimate",),
    "population": ("population",),
    "lower": ("ci_lb",),
    "upper": ("ci_ub",),
    "standard_error": ("se",),
    "average": ("setting_average",),
    "is_favourable": ("favourable_indicator",),
    "scale": ("indicator_scale",),
}
_HEAT_NEEDED = ("indicator_abbr", "setting", "dimension", "subgroup", "estimate")
HEAT = "heat"
OURS = "ours"


@dataclass(frozen=True)
class TableFormat:
    """How a file is written: its encoding and separator in words, and whose columns it has."""

    encoding: str
    separator: str
    layout: str

    @property
    def words(self) -> str:
        """Return the format in words."""
        words = {"encoding": self.encoding, "separator": self.separator}
        if self.layout == HEAT:
            return _("%(encoding)s, %(separator)s, HEAT Plus") % words
        return _("%(encoding)s, %(separator)s") % words


@contextmanager
def open_table(file: IO[bytes]) -> Iterator[tuple[TableFormat, Iterator[Line]]]:
    """Find out how the file is written and yield that with its rows, in the memory that one row takes.

    Lines before the heading that begin with a number sign are remarks. Raises ``TableNotReadable``.
    """
    with tables.open_table(file, workbooks=_LIMITS) as table:
        layout = _layout_of(table.names)
        lines = table.lines(_columns_of(table.names, layout), most=MOST_ROWS)
        yield TableFormat(table.encoding_name, table.separator_name, layout), lines


def count_lines(file: IO[bytes]) -> int:
    """Return about how many rows the file has, to show how far the reading is; of a workbook it is not known."""
    if is_workbook(file.read(4)):
        return 0
    file.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1_048_576), b""))


def _layout_of(names: Sequence[str]) -> str:
    if all(name in names for name in _NEEDED):
        return OURS
    if all(name in names for name in _HEAT_NEEDED) and ("date" in names or "year" in names):
        return HEAT
    missing = [name for name in _NEEDED if name not in names]
    raise TableNotReadable(
        _(
            "The first line must name the columns. Missing are: %(missing)s. Files of HEAT Plus are read with their "
            "own columns."
        )
        % {"missing": ", ".join(missing)}
    )


def _columns_of(names: Sequence[str], layout: str) -> list[tuple[int, str]]:
    """Return the position of each column that is read, with our name for it."""
    wanted = {name: (name,) for name in COLUMNS} if layout == OURS else dict(HEAT_COLUMNS)
    taken = []
    for ours, theirs in wanted.items():
        found = next((names.index(name) for name in theirs if name in names), None)
        if found is not None:
            taken.append((found, ours))
    refuse_columns_twice(names, {name for theirs in wanted.values() for name in theirs})
    return taken
