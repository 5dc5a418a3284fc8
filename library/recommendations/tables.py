"""Recommendations as a table: what a file holds when it is taken home, and what becomes of each row of one.

A column that a file leaves out says nothing: what is stored there stays. An empty cell empties it.
"""

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.spreadsheets import csv_lines
from core.files.tables import Line, TableNotReadable, open_table, refuse_columns_twice
from library.catalogue.actions.checks import MAX_TOPICS
from library.catalogue.models import Record
from library.recommendations.models import Recommendation
from library.recommendations.references import normalise_reference
from library.recommendations.states import Horizon, Level, Principle
from library.recommendations.wording import (
    Difference,
    Vocabulary,
    Wording,
    differences,
    draft_of,
    in_cells,
    with_columns_of,
    wording_of,
)

COLUMNS = (
    *("reference", "title", "text", "page", "principle"),
    *("addressed_to", "horizon", "topics", "replaced_by"),
)
_NEEDED = ("reference", "title", "text")
MOST_ROWS = 1_000
# What a form brings back with the table that was checked.
MOST_LETTERS = 1_000_000


class Verdict(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("The same")
    REFUSED = "refused", gettext_lazy("Refused")


@dataclass
class CheckedRow:
    """A row of a table with what becomes of it. ``reasons`` are pairs of a column and what is wrong in it."""

    number: int
    verdict: Verdict
    reference: str = ""
    wording: Wording | None = None
    stored: Recommendation | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)


@dataclass
class CheckedTable:
    """All rows of a table after the check, which wrote nothing."""

    rows: list[CheckedRow]

    def of(self, verdict: Verdict) -> list[CheckedRow]:
        """Return the rows with this verdict."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many rows there are of each verdict, in words."""
        return [(str(verdict.label), len(self.of(verdict))) for verdict in Verdict]

    @property
    def can_be_written(self) -> bool:
        """Tell whether no row is refused and at least one brings something."""
        brings = self.of(Verdict.NEW) or self.of(Verdict.CHANGED)
        return bool(brings) and not self.of(Verdict.REFUSED)

    @property
    def mark(self) -> str:
        """Return a mark of what would be written, by which a later check is compared with this one."""
        told = [(r.number, r.verdict.value, r.reference, r.wording, r.changes) for r in self.rows]
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()


def table_of(recommendations: Iterable[Recommendation]) -> Iterator[list[str]]:
    """Yield the heading and the rows of a table. For recommendations with all that their words name."""
    yield list(COLUMNS)
    for each in recommendations:
        cells = in_cells(wording_of(each))
        yield [each.reference, *(cells[name] for name in COLUMNS[1:])]


def register_table(recommendations: Iterable[Recommendation]) -> Iterator[list[str]]:
    """Yield the rows of recommendations of several reports: the same columns, and which report each is of."""
    yield [*COLUMNS, "record", "report", "address"]
    for each in recommendations:
        cells = in_cells(wording_of(each))
        report = each.report
        address = settings.SITE_URL + each.get_absolute_url()
        words = (cells[name] for name in COLUMNS[1:])
        yield [each.reference, *words, str(report.pk), report.title, address]


def as_text(recommendations: Iterable[Recommendation]) -> str:
    """Return the table as the text of a CSV file."""
    return "".join(csv_lines(table_of(recommendations)))


def read_text(content: bytes) -> str:
    """Return a table in any usual encoding and with any separator as CSV text of our own.

    Raises ``TableNotReadable``.
    """
    with open_table(io.BytesIO(content)) as table:
        taken = _taken(table.names)
        lines = list(table.lines(taken, most=MOST_ROWS))
    if not lines:
        raise TableNotReadable(_("The file has no rows below its heading."))
    columns = [name for _position, name in taken]
    # Remarks keep the rows where they were in the file that was sent, so that messages name its lines.
    rows = [["line", *columns]]
    rows += [[str(each.number), *(each.cells.get(name, "") for name in columns)] for each in lines]
    return "".join(csv_lines(rows))


def check_table(text: str, record: Record) -> CheckedTable:
    """Say of each row of a table what would become of it. Writes nothing. A fixed number of queries.

    ``text`` comes from ``read_text``, or from a form that carried it. Raises ``TableNotReadable``.
    """
    with open_table(io.BytesIO(text.encode("utf-8", "replace"))) as table:
        taken = _taken(table.names)
        columns = [name for _position, name in taken]
        if "line" in table.names:
            taken = [*taken, (list(table.names).index("line"), "line")]
        lines = list(table.lines(taken, most=MOST_ROWS))
    return check_lines(lines, record, columns=columns)


def check_lines(
    lines: Iterable[Line], record: Record, *, columns: Collection[str] = COLUMNS
) -> CheckedTable:
    """Say of each line what would become of it in this report. Writes nothing.

    ``columns`` are those that the table has; what stands in others stays.
    """
    return _Checker(record, columns).check(list(lines))


def _taken(names: Iterable[str]) -> list[tuple[int, str]]:
    names = list(names)
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        told = {"missing": ", ".join(missing)}
        raise TableNotReadable(
            _("The first line must name the columns. Missing are: %(missing)s.") % told
        )
    refuse_columns_twice(names, {*COLUMNS, "line"})
    return [(names.index(name), name) for name in COLUMNS if name in names]


class _Checker:
    """Checks rows against what is stored, with vocabularies and references in memory."""

    def __init__(self, record: Record, columns: Collection[str]) -> None:
        self.record = record
        self.columns = columns
        self.vocabulary = Vocabulary.load()
        self.stored: dict[str, Recommendation] = {}
        self.met: dict[str, int] = {}

    def check(self, lines: list[Line]) -> CheckedTable:
        rows = [self._read(line) for line in lines]
        named = {row.reference for row in rows} | {
            row.wording.replaced_by for row in rows if row.wording
        }
        known = Recommendation.objects.filter(reference__in=sorted(filter(None, named)))
        known = known.select_related("record", "replaced_by").prefetch_related(
            "addressees", "topics"
        )
        self.stored = {each.reference: each for each in known}
        for row in rows:
            if row.wording is not None:
                self._compare(row)
        self._refuse_circles(rows)
        return CheckedTable(rows)

    def _read(self, line: Line) -> CheckedRow:
        number = line.cells.get("line", "")
        row = CheckedRow(
            int(number) if number.isdecimal() and len(number) < 9 else line.number, Verdict.NEW
        )
        reference = self._tried(row, "reference", normalise_reference, line.cells)
        wording = Wording(
            title=line.cells.get("title", ""),
            text=line.cells.get("text", ""),
            page=line.cells.get("page", ""),
            principle=self._one_of(row, "principle", Principle, line.cells),
            horizon=self._one_of(row, "horizon", Horizon, line.cells),
            levels=self._some_of(row, "addressed_to", Level.values, line.cells),
            topics=self._some_of(row, "topics", list(self.vocabulary.topics), line.cells),
            replaced_by=self._tried(row, "replaced_by", normalise_reference, line.cells),
        ).tidied()
        row.reference = reference
        self._check_words(row, wording)
        if reference and (twin := self.met.setdefault(reference, row.number)) != row.number:
            row.reasons.append(
                ("reference", _("Row %(row)s has the same reference.") % {"row": twin})
            )
        if row.reasons:
            row.verdict = Verdict.REFUSED
        else:
            row.wording = wording
        return row

    def _check_words(self, row: CheckedRow, wording: Wording) -> None:
        if not row.reference and not any(column == "reference" for column, _why in row.reasons):
            row.reasons.append(("reference", _("This cell is empty.")))
        if len(wording.topics) > MAX_TOPICS:
            row.reasons.append(("topics", _("At most %(most)s topics.") % {"most": MAX_TOPICS}))
        row.reasons += [
            (column, _("This cell is empty."))
            for column in ("title", "text")
            if not getattr(wording, column)
        ]
        told = {column for column, _why in row.reasons}
        try:
            draft = draft_of(row.reference or "X-1", wording)
            draft.clean_fields(exclude=["record", "sorted_by", "published_at", "changed_at"])
        except ValidationError as error:
            row.reasons += [
                (column, why)
                for column, texts in error.message_dict.items()
                if column not in told
                for why in texts
            ]

    def _tried(
        self, row: CheckedRow, column: str, read: Callable[[str], str], cells: dict[str, str]
    ) -> str:
        text = cells.get(column, "")
        if not text:
            return ""
        try:
            return read(text)
        except ValidationError as error:
            row.reasons += [(column, why) for why in error.messages]
            return ""

    def _one_of(
        self, row: CheckedRow, column: str, choices: type[models.TextChoices], cells: dict[str, str]
    ) -> str:
        [*values] = self._some_of(row, column, choices.values, cells)
        if len(values) > 1:
            row.reasons.append((column, _("Enter one value.")))
        return values[0] if len(values) == 1 else ""

    def _some_of(
        self, row: CheckedRow, column: str, known: list[str], cells: dict[str, str]
    ) -> tuple[str, ...]:
        parts = [part.strip().lower() for part in cells.get(column, "").split(";")]
        values = list(dict.fromkeys(filter(None, parts)))
        unknown = [value[:40] for value in values if value not in known]
        if unknown:
            told = {"unknown": ", ".join(unknown), "known": ", ".join(known[:9])}
            row.reasons.append(
                (column, _("Not known: %(unknown)s. Write for example: %(known)s.") % told)
            )
            return ()
        return tuple(values)

    @property
    def _absent(self) -> list[str]:
        return [name for name in COLUMNS if name not in self.columns]

    def _compare(self, row: CheckedRow) -> None:
        successor = row.wording.replaced_by if row.wording else ""
        stored = self.stored.get(row.reference)
        if stored is not None:
            self._compare_with(row, stored)
        if successor and successor not in self.stored and successor not in self.met:
            told = {"reference": successor}
            self._refuse(row, "replaced_by", _("There is no recommendation %(reference)s.") % told)

    def _compare_with(self, row: CheckedRow, stored: Recommendation) -> None:
        if self.record.pk not in (stored.record_id, stored.record.replaced_by_id):
            told = {"report": stored.record}
            self._refuse(row, "reference", _("It belongs to another report: %(report)s.") % told)
        elif not stored.is_published:
            self._refuse(row, "reference", _("It was withdrawn. Restore it first."))
        elif row.wording is not None:
            row.stored = stored
            before = wording_of(stored)
            row.wording = with_columns_of(before, row.wording, absent=self._absent)
            row.changes = differences(before, row.wording)
            row.verdict = Verdict.CHANGED if row.changes else Verdict.SAME

    def _refuse_circles(self, rows: list[CheckedRow]) -> None:
        """Refuse rows by which a recommendation would be replaced by itself, at once or in several steps."""
        next_of = dict(
            Recommendation.objects.exclude(replaced_by=None).values_list(
                "reference", "replaced_by__reference"
            )
        )
        next_of |= {row.reference: row.wording.replaced_by for row in rows if row.wording}
        for row in rows:
            if row.wording and goes_round(row.reference, next_of):
                self._refuse(row, "replaced_by", _("These replacements would form a loop."))

    def _refuse(self, row: CheckedRow, column: str, why: str) -> None:
        row.reasons.append((column, why))
        row.verdict, row.stored, row.changes = Verdict.REFUSED, None, []


def goes_round(reference: str, next_of: dict[str, str]) -> bool:
    """Tell whether following replacements from this recommendation leads back to it."""
    seen, step = {reference}, next_of.get(reference, "")
    while step and step not in seen:
        seen.add(step)
        step = next_of.get(step, "")
    return step == reference
