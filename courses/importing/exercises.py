"""Exercises on real figures in files: their figures, measure and tolerance; the answer is worked out from them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.refusals import Refusal
from courses.excerpts.exercises import Figures, PastedFigures, Tolerance, fill
from courses.importing.drawings import selection_in
from courses.importing.problems import Check
from courses.models import ExerciseData, Question
from indicators.calculator.questions import GoodSide, Order, Values
from indicators.calculator.questions import Question as Asked
from indicators.excerpts.excerpt import Picture
from indicators.excerpts.exercising import in_one_order
from indicators.measures.refusals import MeasureRefused
from indicators.measures.working import EXPLAINED


def check_exercise(
    check: Check, file: str, where: str, item: Mapping[str, Any], question: Question
) -> ExerciseData | None:
    """Check an exercise and give its question the answer; nothing where something is wrong with it."""
    before = len(check.problems)
    measure = check.text(item, "measure", file, where=where, most=40)
    if measure and measure not in EXPLAINED:
        measures = ", ".join(EXPLAINED)
        check.add(file, f"{where}measure", _("Choose one of: %(kinds)s.") % {"kinds": measures})
    is_percent = "tolerance_percent" in item
    name = "tolerance_percent" if is_percent else "tolerance"
    amount = decimal_in(check, item.get(name, 0), file, f"{where}{name}")
    if amount is not None and (amount < 0 or (is_percent and amount > 100)):
        check.add(file, f"{where}{name}", _("Write a number of 0 or more; at most 100 per cent."))
    data = ExerciseData(measure=measure, is_size=check.truth(item, "without_sign", file))
    try:
        figures = _figures(check, file, where, item)
        if len(check.problems) > before or amount is None or figures is None:
            return None
        fill(question, data, figures, Tolerance(amount, is_percent))
    except Refusal as refusal:
        check.add(file, where.rstrip("."), str(refusal))
        return None
    except MeasureRefused as refusal:
        check.add(file, f"{where}measure", str(refusal.reason))
        return None
    return data


def decimal_in(check: Check, value: Any, file: str, where: str) -> Decimal | None:
    """Take a number with at most six decimals."""
    try:
        number = Decimal(str(value)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite():
        return number
    check.add(file, where, _("Write a number."))
    return None


def _figures(check: Check, file: str, where: str, item: Mapping[str, Any]) -> Figures | None:
    """Return the figures that an item takes from an indicator, or the table that it holds."""
    taken = item.get("figures")
    if isinstance(taken, dict):
        place = f"{where}figures."
        return selection_in(check, {**taken, "picture": Picture.GROUPS.value}, file, place)
    if taken is not None or "table" not in item:
        words = _("Name figures of an indicator under “figures”, or write a table.")
        check.add(file, f"{where}figures", words)
        return None
    source = check.text(item, "source", file, where=where, most=500)
    title = check.text(item, "title", file, where=where, most=200)
    table = check.text(item, "table", file, where=where, most=40_000)
    asked = {
        name: _one_of(check, file, where, item, name, choices)
        for name, choices in (
            ("values", Values.values),
            ("order", Order.values),
            ("better", GoodSide.values),
        )
    }
    if not (source and title and table):
        return None
    question = Asked(
        figures=table,
        title=title,
        kind=asked["values"],
        unit=check.text(item, "values_unit", file, where=where, most=120, need=False),
        order=asked["order"] or Order.MOST_FIRST.value,
        better=asked["better"],
    )
    return PastedFigures(in_one_order(question), source)


def _one_of(
    check: Check, file: str, where: str, item: Mapping[str, Any], name: str, choices: list[str]
) -> str:
    value = check.text(item, name, file, where=where, most=20, need=False)
    if value not in ["", *choices]:
        kinds = ", ".join(each for each in choices if each)
        check.add(file, f"{where}{name}", _("Choose one of: %(kinds)s.") % {"kinds": kinds})
        return ""
    return value
