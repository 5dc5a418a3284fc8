"""Exercises on real figures: the data, the answer by the engine, how it is worked out, and the way into a spreadsheet."""

import functools
from collections.abc import Iterable, Iterator
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
from indicators.excerpts.drawing import title_of
from indicators.excerpts.excerpt import Selection
from indicators.excerpts.exercising import question_of
from indicators.excerpts.taking import take
from indicators.measures.catalogue import MEASURES
from indicators.measures.groups import Groups
from indicators.measures.kinds import Unit
from indicators.measures.refusals import MeasureRefused
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


@dataclass(frozen=True)
class Tolerance:
    """How far an answer may be off: by a number, or by a percentage of the right one."""

    amount: Decimal
    is_percent: bool = False


@dataclass(frozen=True)
class PastedFigures:
    """Groups that an author pasted, as the calculator reads them, and who published them."""

    asked: Asked
    source: str


Figures = Selection | PastedFigures


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
    """Return the measure by the engine, as the question keeps it.

    Raises ``NotReadable``, and ``MeasureRefused`` also for a number that is too large to be an answer.
    """
    value = answer_of(groups_of(data), data.measure).value
    if not abs(value) < LARGEST_ANSWER:
        raise MeasureRefused(
            _(
                "The answer is too large for a question. Give the figures in a larger unit, such as thousands."
            )
        )
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


def fill(question: Question, data: ExerciseData, figures: Figures, tolerance: Tolerance) -> None:
    """Give the exercise its figures, and the question the answer that follows from them."""
    if isinstance(figures, PastedFigures):
        question_asked, data.source = figures.asked, figures.source
        data.selection = data.indicator = data.release = None
    else:
        taken = take(figures)
        question_asked = question_of(
            taken.excerpt, title=f"{title_of(taken.excerpt)}: {taken.excerpt.heading}"
        )
        data.selection = figures.to_plain()
        data.indicator, data.release = taken.indicator, taken.release
        origin = taken.excerpt.origin
        data.source = f"{origin.publisher}: {origin.title}. {origin.licence}."[:500]
    data.title, data.figures = question_asked.title[:200], question_asked.figures
    data.values, data.unit, data.better = (
        question_asked.kind,
        question_asked.unit,
        question_asked.better,
    )
    data.is_ordered = question_asked.order != "none"
    data.tolerance_percent = tolerance.amount if tolerance.is_percent else None
    question.answer = right_answer(data)
    question.tolerance = tolerance_of(data, question.answer, tolerance.amount)
    question.unit = unit_of(data)[:40]


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


def with_data(questions: Iterable[Question]) -> Iterator[tuple[Question, ShownData | None]]:
    """Yield questions, exercises with their data where a page has not shown these yet."""
    shown: set[str] = set()
    for question in questions:
        data = data_of(question)
        if data is None or data.figures in shown:
            yield question, None
        else:
            shown.add(data.figures)
            yield question, shown_data(data)


def lines_of(data: ExerciseData) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a CSV file: the columns of the table, then its numbers."""
    question = asked(data)
    yield question.table.heading
    yield from question.table.rows


def data_of(question: Question) -> ExerciseData | None:
    """Return the data of an exercise, or nothing for another question; load ``data`` with many."""
    return getattr(question, "data", None)


def _number(cell: str) -> str:
    decimals = len(cell.partition(".")[2])
    return written(float(cell), decimals)
