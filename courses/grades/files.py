"""Grades in a file: what a spreadsheet gets, and what one that comes back would change."""

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO

from django.utils.translation import gettext as _

from core.files.spreadsheets import unescape_formula
from courses.grades.book import Gradebook, GradeState, Line, gradebook_of, rounded
from courses.grades.changes import NewGrade
from courses.grades.items import TOTAL, Item, item_in
from courses.models import Cohort
from courses.models.grades import GradeTarget
from courses.progress.numbers import NotANumber, readings

# The words of a file are the same in every language, so that one that was written here is read there.
PLACE_COLUMN = "Enrolment"
EXCUSED = "excused"
MOST_ROWS = 5_000
_KEY = re.compile(r"\[(\w+)\]\s*$")


def column_of(item: Item) -> str:
    """Return the head of the column of an item, by which it is found again: its title and its key."""
    return f"{item.title} [{item.key}]"


def written(percent: Decimal | None, state: str = "") -> str:
    """Return a grade as files hold it: per cent with two decimal places, or the word for an excused person."""
    if state == GradeState.EXCUSED:
        return EXCUSED
    return "" if percent is None else str(percent)


@dataclass(frozen=True)
class CheckedCell:
    """One grade of a file: where it stands, whose it is, what it was and what it would be."""

    row: int
    column: str
    person: str
    before: str
    after: str


@dataclass(frozen=True)
class RefusedCell:
    """What a file says that cannot be taken, where, and why. A row without a column is refused as a whole."""

    row: int
    column: str
    why: str


@dataclass
class CheckedFile:
    """What a file would do: nothing of it is done while something is refused."""

    new: list[CheckedCell] = field(default_factory=list)
    changed: list[CheckedCell] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedCell] = field(default_factory=list)
    grades: list[NewGrade] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.refused

    @property
    def mark(self) -> str:
        """Return a mark of what was shown, so that what is confirmed is that and nothing else."""
        said = repr([self.new, self.changed]).encode()
        return hashlib.sha256(said).hexdigest()[:32]


def check_file(cohort: Cohort, text: str, *, now: dt.datetime) -> CheckedFile:
    """Return what the grades in this text would do to the gradebook of the cohort, without doing anything."""
    checked = CheckedFile()
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        why = _(
            "The table cannot be split into cells: %(reason)s. Look for an extra quotation mark."
        )
        checked.refused.append(RefusedCell(1, "", why % {"reason": error}))
        return checked
    if not rows:
        checked.refused.append(RefusedCell(1, "", _("The file is empty.")))
        return checked
    book = gradebook_of(cohort, now=now)
    head = [cell.strip() for cell in rows[0]]
    columns = _columns(head, book, checked)
    if columns is None:
        return checked
    if len(rows) > MOST_ROWS:
        why = _("Read at most %(most)s rows at once.") % {"most": MOST_ROWS}
        checked.refused.append(RefusedCell(MOST_ROWS + 1, "", why))
        return checked
    _check_rows(rows[1:], head, columns, book, checked)
    return checked


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a file whose cells are parted by commas, semicolons or tabs."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    for row in reader:
        yield [unescape_formula(cell) for cell in row]


def _columns(head: Sequence[str], book: Gradebook, checked: CheckedFile) -> dict[int, Item] | None:
    """Return the item of each column that holds grades; refuse a file in which people cannot be found."""
    if PLACE_COLUMN not in head:
        why = _("There is no column “%(name)s”. Use a file that the gradebook has exported.")
        checked.refused.append(RefusedCell(1, "", why % {"name": PLACE_COLUMN}))
        return None
    columns: dict[int, Item] = {}
    for place, name in enumerate(head):
        found = _KEY.search(name)
        if not found:
            continue
        item = item_in(book.items, found[1])
        if item is None:
            why = _("This cohort has no such item.")
            checked.refused.append(RefusedCell(1, name, why))
        elif item in columns.values():
            checked.refused.append(RefusedCell(1, name, _("This column appears twice.")))
        else:
            columns[place] = item
    return columns


def _check_rows(
    rows: Sequence[Sequence[str]],
    head: Sequence[str],
    columns: Mapping[int, Item],
    book: Gradebook,
    checked: CheckedFile,
) -> None:
    lines = {str(line.place.pk): line for line in book.lines}
    place_column = list(head).index(PLACE_COLUMN)
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        key = row[place_column].strip() if place_column < len(row) else ""
        line = lines.get(key)
        if line is None:
            why = _("Nobody in this cohort has the number “%(number)s”.") % {"number": key}
            checked.refused.append(RefusedCell(number, PLACE_COLUMN, why))
        elif key in seen:
            why = _("This learner is in the file twice.")
            checked.refused.append(RefusedCell(number, PLACE_COLUMN, why))
        else:
            for place, item in columns.items():
                if place < len(row) and row[place].strip():
                    _check_cell(number, head[place], row[place].strip(), line, item, checked)
        seen.add(key)


def _check_cell(
    number: int, column: str, typed: str, line: Line, item: Item, checked: CheckedFile
) -> None:
    """Sort one grade of the file into new, changed, same or refused."""
    before = present_of(line, item)
    try:
        percent = _read(typed, item)
    except ValueError as error:
        checked.refused.append(RefusedCell(number, column, str(error)))
        return
    after = EXCUSED if percent is None else str(percent.quantize(Decimal("0.01")))
    if after == before:
        checked.same += 1
        return
    cell = CheckedCell(number, item.title, line.place.user.full_name, before, after)
    (checked.changed if before else checked.new).append(cell)
    target = GradeTarget.TOTAL.value if item.key == TOTAL else item.target
    lesson = item.lesson.pk if item.lesson else None
    checked.grades.append(NewGrade(line.place.pk, target, lesson, percent))


def present_of(line: Line, item: Item) -> str:
    """Return the present grade of a learner as files hold it."""
    if item.key == TOTAL:
        return written(rounded(line.total, "0.01"))
    grade = line.grades[item.key]
    return written(rounded(grade.percent, "0.01"), grade.state)


def _read(typed: str, item: Item) -> Decimal | None:
    """Read a grade in per cent, or nothing for “excused”. Raises ``ValueError`` with what is wrong."""
    if typed.casefold() == EXCUSED:
        if item.key == TOTAL:
            raise ValueError(_("Nobody is excused from the total. Excuse them from its items."))
        return None
    try:
        found = readings(typed.removesuffix("%").strip())
    except NotANumber as error:
        wrong = _("“%(typed)s” is not a grade. Enter a number from 0 to 100, or “excused”.")
        raise ValueError(wrong % {"typed": typed[:40]}) from error
    possible = [number for number in found if 0 <= number <= 100]
    if len(possible) != 1:
        wrong = _("“%(typed)s” is not from 0 to 100.")
        raise ValueError(wrong % {"typed": typed[:40]})
    if possible[0] != possible[0].quantize(Decimal("0.01")):
        raise ValueError(_("Use at most two decimal places."))
    return Decimal(possible[0])
