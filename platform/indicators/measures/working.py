"""How a measure is worked out by hand, step by step with the real numbers, for measures that a spreadsheet can do.

The steps reckon for themselves, in plain sums that anybody can repeat; tests hold their result against the engine's.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from core.charts.series import written
from indicators.measures import attributable, comparisons, concentration, slope
from indicators.measures.groups import Groups
from indicators.measures.kinds import Kind, Scale
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Result

_FEW_DRAWS = 2  # nobody reads the interval of an exercise
_over_average = partial(
    slope.relative_index, convention=slope.RelativeIndex.OVER_AVERAGE, draws=_FEW_DRAWS
)

# The measures that can be explained, with the function of the engine that gives the right answer.
EXPLAINED: dict[str, Callable[[Groups], Result]] = {
    "difference": comparisons.difference,
    "ratio": comparisons.ratio,
    "slope_index": slope.slope_index,
    "relative_index": partial(slope.relative_index, draws=_FEW_DRAWS),
    "relative_index_over_average": _over_average,
    "slope_index_log": partial(slope.slope_index, scale=Scale.LOG),
    "relative_index_log": partial(slope.relative_index, scale=Scale.LOG),
    "absolute_concentration_index": concentration.absolute_concentration_index,
    "concentration_index": concentration.concentration_index,
    "population_attributable_risk": attributable.population_attributable_risk,
    "population_attributable_fraction": attributable.population_attributable_fraction,
    "excess_cases": attributable.excess_cases,
}


@dataclass(frozen=True)
class Step:
    """One step in words, perhaps with a table of all groups; the last row of some holds the sums."""

    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Working:
    """The steps that lead to a measure, and the number they lead to."""

    steps: tuple[Step, ...]
    value: float


def answer_of(groups: Groups, measure: str) -> Result:
    """Return the measure of the groups by the engine. Raises ``MeasureRefused`` where it has no meaning."""
    return EXPLAINED[measure](groups)


def working_of(groups: Groups, measure: str) -> Working:
    """Return how the measure is worked out. Raises ``MeasureRefused`` as the engine does."""
    answer_of(groups, measure)
    return _WORKERS[measure](_Plain.of(groups))


@dataclass(frozen=True)
class _Plain:
    """The groups as lists of plain numbers, with their shares and places in the order."""

    groups: Groups
    names: Sequence[str]
    values: Sequence[float]
    people: Sequence[float]
    shares: Sequence[float]
    places: Sequence[float]

    @classmethod
    def of(cls, groups: Groups) -> "_Plain":
        people = [float(n) for n in groups.populations]
        total = math.fsum(people)
        shares = [n / total for n in people]
        places = [math.fsum(shares[:n]) + share / 2 for n, share in enumerate(shares)]
        values = [float(n) for n in groups.values]
        return cls(groups, groups.names, values, people, shares, places)

    @property
    def average(self) -> float:
        return math.fsum(s * v for s, v in zip(self.shares, self.values, strict=True))


def number(value: float, digits: int = 5) -> str:
    """Write a number of the reckoning with a few digits that count, thousands apart."""
    if value == 0 or not math.isfinite(value):
        return written(value, 0)
    size = math.floor(math.log10(abs(value)))
    text = written(value, min(8, max(0, digits - 1 - size)))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ends(plain: _Plain) -> tuple[Step, float, float]:
    pair = comparisons.pair_of(plain.groups)
    first, last = plain.values[pair.first], plain.values[pair.last]
    words = {
        "first": plain.names[pair.first],
        "last": plain.names[pair.last],
        "one": number(first),
        "other": number(last),
    }
    if plain.groups.is_ordered:
        said = _("Take the two ends of the order: %(first)s has %(one)s, %(last)s has %(other)s. The groups between do not count.")  # fmt: skip
    else:
        said = _("Take the two groups farthest apart: %(first)s has %(one)s, %(last)s has %(other)s.")  # fmt: skip
    return Step(said % words), first, last


def _difference(plain: _Plain) -> Working:
    step, first, last = _ends(plain)
    above, below = (last, first) if plain.groups.is_ordered else (first, last)
    value = above - below
    words = {"above": number(above), "below": number(below), "value": number(value)}
    said = _("Subtract: %(above)s − %(below)s = %(value)s.") % words
    if plain.groups.is_ordered:
        said += " " + _("A value below zero says that the most disadvantaged have more.")
    return Working((step, Step(said)), value)


def _ratio(plain: _Plain) -> Working:
    step, first, last = _ends(plain)
    value = first / last
    words = {"first": number(first), "last": number(last), "value": number(value)}
    return Working((step, Step(_("Divide: %(first)s ÷ %(last)s = %(value)s.") % words)), value)


def _places(plain: _Plain) -> Step:
    """Place each group in the order of the whole population."""
    if plain.groups.has_populations:
        said = _("Share: the people of the group over all people. Place: the middle of its share, counted from the most disadvantaged end, between 0 and 1.")  # fmt: skip
    else:
        said = _("No populations are given, so each group counts the same. Place: the middle of its share, counted from the most disadvantaged end, between 0 and 1.")  # fmt: skip
    rows = [
        (name, number(value), number(people, 9), written(share, 4), written(place, 4))
        for name, value, people, share, place in zip(
            plain.names, plain.values, plain.people, plain.shares, plain.places, strict=True
        )
    ]
    return Step(
        said, (_("Group"), _("Value"), _("Population"), _("Share"), _("Place")), tuple(rows)
    )


def _average(plain: _Plain) -> Step:
    words = {"average": number(plain.average)}
    return Step(_("Average: multiply each value by its share and add up: %(average)s.") % words)


def _line(plain: _Plain, points: Sequence[float], label: str) -> tuple[tuple[Step, ...], float, float]:  # fmt: skip
    """Return the steps to the slope of the weighted line through these points, the slope, and the middle of the line."""
    middle = math.fsum(s * p for s, p in zip(plain.shares, points, strict=True))
    ups, alongs, rows = [], [], []
    for name, share, place, point in zip(plain.names, plain.shares, plain.places, points, strict=True):  # fmt: skip
        ups.append(share * (place - 0.5) * (point - middle))
        alongs.append(share * (place - 0.5) ** 2)
        rows.append((name, number(ups[-1]), number(alongs[-1])))
    up, along = math.fsum(ups), math.fsum(alongs)
    rows.append((_("Sum"), number(up), number(along)))
    words = {"label": label, "middle": number(middle), "up": number(up), "along": number(along), "slope": number(up / along)}  # fmt: skip
    table = Step(
        _(
            "For each group work out two numbers, and add them up. A: share × (place − 0.5) × (%(label)s − %(middle)s). B: share × (place − 0.5)²."
        )
        % words,
        (_("Group"), "A", "B"),
        tuple(rows),
    )
    divided = Step(
        _(
            "Divide the sum of A by the sum of B: %(up)s ÷ %(along)s = %(slope)s. That is how far the line goes from one end of the population to the other."
        )
        % words
    )
    return (table, divided), up / along, middle


def _ends_of_line(middle: float, rise: float) -> tuple[Step, float, float]:
    bottom, top = middle - rise / 2, middle + rise / 2
    words = {"middle": number(middle), "half": number(abs(rise) / 2), "bottom": number(bottom), "top": number(top)}  # fmt: skip
    return (
        Step(
            _(
                "The line passes through %(middle)s at place 0.5, and its ends lie %(half)s below and above: %(bottom)s at the most disadvantaged end and %(top)s at the least disadvantaged."
            )
            % words
        ),
        bottom,
        top,
    )


def _slope(plain: _Plain) -> Working:
    steps, value, _middle = _line(plain, plain.values, _("value"))
    said = Step(
        _("The slope index is %(value)s. A value below zero says that the most disadvantaged have more.")
        % {"value": number(value)}
    )  # fmt: skip
    return Working((_places(plain), _average(plain), *steps, said), value)


def _relative(plain: _Plain) -> Working:
    steps, rise, middle = _line(plain, plain.values, _("value"))
    ends, bottom, top = _ends_of_line(middle, rise)
    value = bottom / top
    words = {"bottom": number(bottom), "top": number(top), "value": number(value)}
    said = Step(_("Divide the ends: %(bottom)s ÷ %(top)s = %(value)s.") % words)
    return Working((_places(plain), _average(plain), *steps, ends, said), value)


def _over_the_average(plain: _Plain) -> Working:
    before = _slope(plain)
    value = before.value / plain.average
    words = {"slope": number(before.value), "average": number(plain.average), "value": number(value)}  # fmt: skip
    said = Step(
        _("Divide the slope index by the average: %(slope)s ÷ %(average)s = %(value)s.") % words
    )
    return Working((*before.steps, said), value)


def _on_logs(plain: _Plain) -> tuple[tuple[Step, ...], float, float]:
    """Return the steps to the ends of a line through logarithms, read back, and the ends."""
    points = [math.log(value) for value in plain.values]
    rows = zip(plain.names, map(number, plain.values), map(number, points), strict=True)
    logs = Step(
        _("Take the natural logarithm of each value."),
        (_("Group"), _("Value"), _("Logarithm")),
        tuple(rows),
    )
    steps, rise, middle = _line(plain, points, _("logarithm"))
    mean = Step(
        _("Average of the logarithms: multiply each by its share and add up: %(middle)s.")
        % {"middle": number(middle)}
    )
    ends, low, high = _ends_of_line(middle, rise)
    bottom, top = math.exp(low), math.exp(high)
    words = {"bottom": number(bottom), "top": number(top)}
    back = Step(_("Read the ends back with the exponential function: %(bottom)s and %(top)s.") % words)  # fmt: skip
    return (_places(plain), logs, mean, *steps, ends, back), bottom, top


def _slope_on_logs(plain: _Plain) -> Working:
    steps, bottom, top = _on_logs(plain)
    words = {"bottom": number(bottom), "top": number(top), "value": number(top - bottom)}
    said = Step(_("Subtract: %(top)s − %(bottom)s = %(value)s.") % words)
    return Working((*steps, said), top - bottom)


def _relative_on_logs(plain: _Plain) -> Working:
    steps, bottom, top = _on_logs(plain)
    words = {"bottom": number(bottom), "top": number(top), "value": number(bottom / top)}
    said = Step(_("Divide the ends: %(bottom)s ÷ %(top)s = %(value)s.") % words)
    return Working((*steps, said), bottom / top)


def _absolute_concentration(plain: _Plain) -> Working:
    parts = [
        2 * share * (place - 0.5) * value
        for share, place, value in zip(plain.shares, plain.places, plain.values, strict=True)
    ]
    value = math.fsum(parts)
    rows = [(name, number(part)) for name, part in zip(plain.names, parts, strict=True)]
    rows.append((_("Sum"), number(value)))
    table = Step(
        _("For each group: 2 × share × (place − 0.5) × value. The sum is the absolute concentration index: %(value)s.")
        % {"value": number(value)},
        (_("Group"), _("Part")),
        tuple(rows),
    )  # fmt: skip
    return Working((_places(plain), table), value)


def _concentration(plain: _Plain) -> Working:
    before = _absolute_concentration(plain)
    value = before.value / plain.average
    words = {"absolute": number(before.value), "average": number(plain.average), "value": number(value)}  # fmt: skip
    said = Step(_("Divide it by the average: %(absolute)s ÷ %(average)s = %(value)s.") % words)
    return Working((*before.steps, _average(plain), said), value)


def _risk(plain: _Plain) -> Working:
    result = attributable.population_attributable_risk(plain.groups)
    reference = plain.values[attributable.reference_of(plain.groups)]
    above, below = plain.average, reference
    if result.details["sign"] < 0:
        above, below = below, above
    value = above - below
    words = {
        "name": result.reference,
        "reference": number(reference),
        "above": number(above),
        "below": number(below),
        "value": number(value),
    }
    shares = _places(plain)
    steps = [
        shares,
        _average(plain),
        Step(_("The reference is %(name)s with %(reference)s.") % words),
        Step(_("Subtract: %(above)s − %(below)s = %(value)s.") % words),
    ]
    if result.warnings:
        value = 0.0
        steps.append(Step(str(attributable.NONE_GAINED)))
    return Working(tuple(steps), value)


def _fraction(plain: _Plain) -> Working:
    before = _risk(plain)
    value = 100 * before.value / plain.average
    words = {"risk": number(before.value), "average": number(plain.average), "value": number(value)}
    said = Step(_("As a percentage of the average: 100 × %(risk)s ÷ %(average)s = %(value)s.") % words)  # fmt: skip
    return Working((*before.steps, said), value)


def _excess(plain: _Plain) -> Working:
    if plain.groups.kind is Kind.MEAN:
        raise MeasureRefused(_("It needs proportions or rates, and the population of each group."))
    before = _risk(plain)
    total = math.fsum(plain.people)
    value = before.value * total / plain.groups.per
    words = {"risk": number(before.value), "people": number(total, 9), "per": number(plain.groups.per, 9), "value": number(value)}  # fmt: skip
    said = Step(_("Multiply by all people: %(risk)s × %(people)s ÷ %(per)s = %(value)s.") % words)
    return Working((*before.steps, said), value)


_WORKERS: dict[str, Callable[[_Plain], Working]] = {
    "difference": _difference,
    "ratio": _ratio,
    "slope_index": _slope,
    "relative_index": _relative,
    "relative_index_over_average": _over_the_average,
    "slope_index_log": _slope_on_logs,
    "relative_index_log": _relative_on_logs,
    "absolute_concentration_index": _absolute_concentration,
    "concentration_index": _concentration,
    "population_attributable_risk": _risk,
    "population_attributable_fraction": _fraction,
    "excess_cases": _excess,
}
