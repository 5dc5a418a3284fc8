"""Measures told in words: the number with its unit, and a sentence that says which end has more."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts.series import written
from indicators.measures.groups import Groups
from indicators.measures.kinds import Direction, Kind, Unit
from indicators.measures.results import Interval, Result

DIRECTIONS = {
    Direction.MOST: gettext_lazy("higher in the most disadvantaged"),
    Direction.LEAST: gettext_lazy("higher in the least disadvantaged"),
    Direction.NEITHER: gettext_lazy("no difference"),
    Direction.WITHOUT: gettext_lazy("without direction"),
}
_DECIMALS = {Unit.RATIO: 2, Unit.SHARE: 3, Unit.PERCENT: 1, Unit.THOUSANDTHS: 1, Unit.PEOPLE: 0}


@dataclass(frozen=True)
class Wording:
    """How values are written: their unit in words (``%``, ``years``, ``per 100,000``) and their decimals."""

    unit: str = ""
    decimals: int = 1

    def value(self, number: float) -> str:
        """Return a value of a group with its unit."""
        return self._joined(written(number, self.decimals), self.unit)

    def of(self, result: Result, number: float, kind: Kind = Kind.MEAN) -> str:
        """Return a number of a result's kind with its unit: points where values are percentages."""
        return self._joined(self.number(result, number), self.unit_of(result, kind))

    def unit_of(self, result: Result, kind: Kind = Kind.MEAN) -> str:
        """Return the unit of a result in words: points where values are percentages, nothing for a ratio."""
        if result.unit is Unit.VALUES:
            points = kind is Kind.PROPORTION and self.unit == "%"
            return _("percentage points") if points else self.unit
        if result.unit is Unit.SQUARED:
            return _("%(unit)s squared") % {"unit": self.unit} if self.unit else ""
        return "%" if result.unit is Unit.PERCENT else ""

    def decimals_of(self, result: Result) -> int:
        """Return with how many decimals a number of a result's kind is written."""
        return _DECIMALS.get(result.unit, self.decimals)

    def number(self, result: Result, number: float) -> str:
        """Return a number of a result's kind without its unit."""
        return written(number, self.decimals_of(result))

    def interval(self, result: Result, interval: Interval) -> str:
        """Return the limits of an interval in words."""
        return _("%(lower)s to %(upper)s") % {
            "lower": self.number(result, interval.lower),
            "upper": self.number(result, interval.upper),
        }

    def _joined(self, text: str, unit: str) -> str:
        return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def sentence(result: Result, groups: Groups, wording: Wording | None = None) -> str:
    """Return what a result says, in one sentence that names the side on which the value is higher."""
    words = wording or Wording()
    tell = next(tell for start, tell in _TELLERS if result.measure.startswith(start))
    return tell(result, groups, words)


def first_sentence(groups: Groups, wording: Wording | None = None) -> str:
    """Return the two ends of the groups side by side, or the highest and the lowest where they have no order."""
    words = wording or Wording()
    low = int(groups.values.argmin())
    first, last = (0, len(groups) - 1) if groups.is_ordered else (int(groups.values.argmax()), low)
    given = {
        "first": groups.names[first],
        "last": groups.names[last],
        "one": words.value(float(groups.values[first])),
        "other": words.value(float(groups.values[last])),
        "average": words.value(groups.average),
    }
    if groups.is_ordered:
        return (
            _("In the most disadvantaged group (%(first)s) the value is %(one)s, in the least disadvantaged (%(last)s) %(other)s; the average is %(average)s.")
            % given
        )  # fmt: skip
    return (
        _("The highest value is %(one)s (%(first)s), the lowest %(other)s (%(last)s); the average is %(average)s.")
        % given
    )  # fmt: skip


def _size(result: Result, groups: Groups, words: Wording) -> str:
    return words.of(result, abs(result.value), groups.kind)


def _difference(result: Result, groups: Groups, words: Wording) -> str:
    given = {"size": _size(result, groups, words), "reference": result.reference}
    if result.direction is Direction.MOST:
        return _("The value is %(size)s higher in the most disadvantaged group than in the least disadvantaged.") % given  # fmt: skip
    if result.direction is Direction.LEAST:
        return _("The value is %(size)s higher in the least disadvantaged group than in the most disadvantaged.") % given  # fmt: skip
    if result.direction is Direction.NEITHER:
        return _("Both ends of the order have the same value.")
    if result.value < 0:
        return _("The value farthest away is %(size)s below that of %(reference)s.") % given
    return _("The value farthest away is %(size)s above that of %(reference)s.") % given


def _ratio(result: Result, groups: Groups, words: Wording) -> str:
    given = {"times": words.number(result, result.value), "reference": result.reference}
    if result.direction is Direction.NEITHER:
        return _("Both ends of the order have the same value.")
    if result.direction is Direction.WITHOUT:
        return _("The value farthest away is %(times)s times that of %(reference)s.") % given
    given["where"] = str(DIRECTIONS[result.direction])
    if _is_most_over_least(result):
        return _("The value in the most disadvantaged group is %(times)s times that in the least disadvantaged: %(where)s.") % given  # fmt: skip
    return _("The value in the least disadvantaged group is %(times)s times that in the most disadvantaged: %(where)s.") % given  # fmt: skip


def _is_most_over_least(result: Result) -> bool:
    """Return which end stands above in a ratio: where the value is higher, it is above one."""
    return (result.direction is Direction.MOST) == (result.value > 1)


def _slope(result: Result, groups: Groups, words: Wording) -> str:
    line = result.line
    if line is None or result.direction is Direction.NEITHER:
        return _("The fitted line is level: there is no slope.")
    given = {
        "size": _size(result, groups, words),
        "bottom": words.value(line.at_bottom),
        "top": words.value(line.at_top),
    }
    if result.direction is Direction.MOST:
        return _("From the most to the least disadvantaged end of the population the line falls by %(size)s, from %(bottom)s to %(top)s: higher in the most disadvantaged.") % given  # fmt: skip
    return _("From the most to the least disadvantaged end of the population the line rises by %(size)s, from %(bottom)s to %(top)s: higher in the least disadvantaged.") % given  # fmt: skip


def _over_average(result: Result, groups: Groups, words: Wording) -> str:
    given = {
        "percent": written(100 * abs(result.value), 0),
        "where": DIRECTIONS[result.direction],
    }
    return _("The slope is %(percent)s %% of the average: %(where)s.") % given


def _relative(result: Result, groups: Groups, words: Wording) -> str:
    given = {
        "times": words.number(result, result.value),
        "where": str(DIRECTIONS[result.direction]),
    }
    if result.direction is Direction.NEITHER:
        return _("The fitted line is level: both ends have the same value.")
    if _is_most_over_least(result):
        return _("The most disadvantaged end of the line is %(times)s times as high as the least disadvantaged end: %(where)s.") % given  # fmt: skip
    return _("The least disadvantaged end of the line is %(times)s times as high as the most disadvantaged end: %(where)s.") % given  # fmt: skip


def _concentration(result: Result, groups: Groups, words: Wording) -> str:
    given = {"value": words.of(result, result.value, groups.kind)}
    if result.direction is Direction.NEITHER:
        return _("It is spread evenly along the order.")
    if result.direction is Direction.MOST:
        return _("It is concentrated among the most disadvantaged (%(value)s; 0 is equality).") % given  # fmt: skip
    return _("It is concentrated among the least disadvantaged (%(value)s; 0 is equality).") % given


def _attributable(result: Result, groups: Groups, words: Wording) -> str:
    given = {"size": _size(result, groups, words), "reference": result.reference}
    if result.value == 0:
        return _("If every group had the value of %(reference)s, nothing would be gained.") % given
    if (result.value > 0) == (result.details.get("sign", 1.0) > 0):
        return _("If every group had the value of %(reference)s, the average would be %(size)s lower.") % given  # fmt: skip
    return _("If every group had the value of %(reference)s, the average would be %(size)s higher.") % given  # fmt: skip


def _excess(result: Result, groups: Groups, words: Wording) -> str:
    given = {"size": words.number(result, abs(result.value)), "reference": result.reference}
    if (result.value > 0) == (result.details.get("sign", 1.0) > 0):
        return _("There are %(size)s more than if every group had the value of %(reference)s.") % given  # fmt: skip
    return _("There are %(size)s fewer than if every group had the value of %(reference)s.") % given


def _distance(result: Result, groups: Groups, words: Wording) -> str:
    given = {"size": _size(result, groups, words), "reference": result.reference}
    if result.reference:
        return _("On average people's groups lie %(size)s from %(reference)s. The measure has no direction.") % given  # fmt: skip
    return (
        _("On average groups lie %(size)s from the average value. The measure has no direction.")
        % given
    )


def _entropy(result: Result, groups: Groups, words: Wording) -> str:
    given = {"value": words.of(result, result.value, groups.kind)}
    return _("It is %(value)s; 0 is equality. The measure has no direction.") % given


_TELLERS: tuple[tuple[str, Callable[[Result, Groups, Wording], str]], ...] = (
    ("difference", _difference),
    ("ratio", _ratio),
    ("slope_index", _slope),
    ("relative_index_over_average", _over_average),
    ("relative_index", _relative),
    ("absolute_concentration", _concentration),
    ("concentration", _concentration),
    ("erreygers", _concentration),
    ("wagstaff", _concentration),
    ("population_attributable", _attributable),
    ("excess", _excess),
    ("mean_difference", _distance),
    ("index_of_disparity", _distance),
    ("", _entropy),
)
