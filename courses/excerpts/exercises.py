"""Exercises on real figures: the data, the answer by the engine, how it is worked out, and the way into a spreadsheet."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.charts.series import written
from courses.models import ExerciseData, Question
from indicators.calculator.columns import Role
from indicators.calculator.questions import Decimals, Heading
from indicators.calculator.questions import Question as Asked
from indicators.measures.catalogue import BY_CODE, MEASURES
from indicators.measures.groups import Groups
from indicators.measures.kinds import Unit
from indicators.measures.working import EXPLAINED, Working, answer_of, working_of

PLACES = Decimal("0.000001")
# As many digits as a column of answers holds before the decimal sign.
LARGEST_ANSWER = 1e12
MEASURE_CHOICES = [(one.code, one.name) for one in MEASURES if one.code in EXPLAINED]
_LONGEST_ADDRESS = 3_000


@dataclass(frozen=True)
class ShownData:
    """The data of an exercise as its page shows them."""

    data: ExerciseData
    columns: list[str]
    rows: list[list[str]]
    # Empty where the figures are too many for an address.
    calculator: str
    guide: str

    @property
    def as_text(self) -> str:
        """Return the table as a spreadsheet takes it from the clipboard."""
        return self.data.figures


def asked(data: ExerciseData) -> Asked:
    """Return the data as the calculator asks about them."""
    return Asked(
        figures=data.figures,
        title=data.title,
        kind=data.values,
        unit=data.unit,
        order="most-first" if data.is_ordered else "none",
        better=data.better,
        decimal=Decimals.POINT,
        heading=Heading.YES,
    )


def groups_of(data: ExerciseData) -> Groups:
    """Return the groups. Raises ``NotReadable`` or ``MeasureRefused`` in words."""
    return asked(data).groups()


def right_answer(data: ExerciseData) -> Decimal:
    """Return the measure by the engine, as the question keeps it. Raises ``NotReadable`` or ``MeasureRefused``."""
    value = answer_of(groups_of(data), data.measure).value
    return Decimal(repr(abs(value) if data.is_size else value)).quantize(PLACES)


def tolerance_of(data: ExerciseData, answer: Decimal, given: Decimal) -> Decimal:
    """Return how far an answer may be off, in the unit of the answer."""
    if data.tolerance_percent is None:
        return given
    return (abs(answer) * data.tolerance_percent / 100).quantize(PLACES)


def unit_of(data: ExerciseData) -> str:
    """Return the unit of the answer, as learners read it beside the field."""
    unit = answer_of(groups_of(data), data.measure).unit
    if unit is Unit.VALUES:
        is_percent = data.values == "percent"
        return _("percentage points") if is_percent else data.unit[:40]
    return {Unit.PERCENT: _("per cent"), Unit.PEOPLE: _("people or events")}.get(unit, "")


def how_it_is_worked_out(data: ExerciseData) -> Working:
    """Return the steps that lead to the answer. They are worked out once in a process for the same data."""
    shown = (data.figures, data.values, data.is_ordered, data.better, data.measure)
    return _worked_out(*shown, get_language() or "")


@functools.lru_cache(maxsize=128)
def _worked_out(
    figures: str, values: str, is_ordered: bool, better: str, measure: str, _language: str
) -> Working:
    data = ExerciseData(
        figures=figures, values=values, is_ordered=is_ordered, better=better, measure=measure
    )
    return working_of(groups_of(data), measure)


def shown_data(data: ExerciseData) -> ShownData:
    """Return the table of the data for a page, and where else it can be looked at."""
    question = asked(data)
    roles = question.column_roles
    labels = {
        Role.NAME: _("Group"),
        Role.VALUE: data.unit or _("Value"),
        Role.COUNT: _("Count"),
        Role.POPULATION: _("Population"),
    }
    columns = [str(labels[role]) for role in roles]
    rows = [
        [
            cell if role is Role.NAME else _number(cell)
            for role, cell in zip(roles, row, strict=True)
        ]
        for row in question.table.rows
    ]
    query = question.to_query()
    page = reverse("indicators:calculator")
    return ShownData(
        data=data,
        columns=columns,
        rows=rows,
        calculator=f"{page}?{query}" if len(query) <= _LONGEST_ADDRESS else "",
        guide=f"{reverse('indicators:measure_list')}#{data.measure}",
    )


def measure_name(data: ExerciseData) -> str:
    """Return the name of the measure that is asked for."""
    return str(BY_CODE[data.measure].name)


def lines_of(data: ExerciseData) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a CSV file: the columns of the table, then its numbers."""
    question = asked(data)
    yield question.table.heading
    for row in question.table.rows:
        yield tuple(
            cell if role is Role.NAME else float(cell)
            for role, cell in zip(question.column_roles, row, strict=True)
        )


def data_of(question: Question) -> ExerciseData | None:
    """Return the data of an exercise, or nothing for another question; load ``data`` with many."""
    return getattr(question, "data", None)


def _number(cell: str) -> str:
    decimals = len(cell.partition(".")[2])
    return written(float(cell), decimals)
