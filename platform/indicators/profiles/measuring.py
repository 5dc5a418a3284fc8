"""Measures of inequality and the recent trend of figures as they were published."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from indicators.catalogue.models import Dimension, Indicator
from indicators.catalogue.states import ValueType
from indicators.measures.catalogue import MEASURES
from indicators.measures.everything import Report, measure_everything
from indicators.measures.groups import Groups, groups_of
from indicators.measures.kinds import Kind
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Result
from indicators.measures.trend import (
    POINTS,
    Judgement,
    Trend,
    recent_trend,
    recent_trend_of_proportions,
)
from indicators.measures.words import Wording, sentence
from indicators.profiles.series import Point, without_overlap
from indicators.profiles.wording import BETTER, short_unit

_KINDS = {
    ValueType.PROPORTION: Kind.PROPORTION,
    ValueType.RATE: Kind.RATE,
    ValueType.STANDARDISED_RATE: Kind.RATE,
    ValueType.MEAN: Kind.MEAN,
    ValueType.INDEX: Kind.MEAN,
}
_Z95 = 1.959963984540054
# An interval by simulation is then stable to about a fiftieth of its width, and a page takes no second.
_DRAWS = 10_000
_DAY = 24 * 60 * 60
_NAMES = {measure.code: measure for measure in MEASURES}
_JUDGEMENTS = {
    Judgement.BETTER: gettext_lazy("That is getting better."),
    Judgement.WORSE: gettext_lazy("That is getting worse."),
}


@dataclass(frozen=True)
class MeasureRow:
    """A measure of the groups as a table shows it."""

    code: str
    name: str
    value: str
    interval: str
    sentence: str
    warnings: tuple[str, ...]
    # The same as numbers, for those who keep them: an action plan does.
    number: float
    limits: tuple[float, float] | None
    unit: str
    decimals: int


@dataclass(frozen=True)
class Measured:
    """What can be said of the groups: the pair to read together, all measures, and why others are refused."""

    pair: tuple[MeasureRow, ...]
    rows: tuple[MeasureRow, ...]
    refused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def groups_of_points(indicator: Indicator, dimension: Dimension, points: Sequence[Point]) -> Groups:
    """Return figures as groups to measure. Raises ``MeasureRefused``.

    Populations of a survey are people who answered, so they do not weigh. Counts of standardised figures do not
    give the value, so they are left out.
    """
    is_crude = indicator.value_type in (ValueType.PROPORTION, ValueType.RATE)
    weighs = not indicator.is_survey
    has_counts = is_crude and weighs and all(point.count is not None for point in points)
    reference = next((n for n, point in enumerate(points) if point.is_reference), None)
    return groups_of(
        [point.value for point in points],
        populations=[point.population for point in points] if weighs else None,
        counts=[point.count for point in points] if has_counts else None,
        standard_errors=[point.standard_error for point in points],
        lower=[point.lower for point in points],
        upper=[point.upper for point in points],
        names=[point.group or "" for point in points],
        kind=_KINDS[ValueType(indicator.value_type)],
        per=indicator.scale,
        is_ordered=dimension.is_ordered,
        better=BETTER[indicator.polarity],  # type: ignore[index]
        reference=reference,
    )


def measured(
    indicator: Indicator, dimension: Dimension, points: Sequence[Point], *, key: str
) -> Measured:
    """Return all measures of the groups in words. Figures of a release stay, so an answer is kept under ``key``."""
    place = (
        f"indicators:measures:{get_language()}:{indicator.edit_number}:"
        f"{_mark(dimension, points)}:{key}"
    )
    if (known := cache.get(place)) is not None:
        return known
    answer = _measured(indicator, dimension, points)
    cache.set(place, answer, _DAY)
    return answer


def _mark(dimension: Dimension, points: Sequence[Point]) -> str:
    """Return a mark of what data managers can change of the groups: names, order, and what they are compared with."""
    groups = [(point.subgroup_id, point.group, point.is_reference) for point in points]
    return hashlib.blake2s(repr((dimension.is_ordered, groups)).encode(), digest_size=8).hexdigest()


def _measured(indicator: Indicator, dimension: Dimension, points: Sequence[Point]) -> Measured:
    try:
        groups = groups_of_points(indicator, dimension, points)
    except MeasureRefused as refusal:
        return Measured((), (), (), (str(refusal.reason),))
    report: Report = measure_everything(groups, draws=_DRAWS)
    words = Wording(unit=short_unit(indicator), decimals=indicator.decimals)
    return Measured(
        pair=tuple(_row(each, groups, words) for each in report.first_two),
        rows=tuple(_row(each, groups, words) for each in report.results),
        refused=tuple(
            (str(_NAMES[each.measure].name), str(each.reason)) for each in report.refusals
        ),
        notes=tuple(str(note) for note in groups.notes),
    )


def _row(result: Result, groups: Groups, words: Wording) -> MeasureRow:
    interval = result.interval
    return MeasureRow(
        code=result.measure,
        name=str(_NAMES[result.measure].name),
        value=words.of(result, result.value, groups.kind),
        interval=words.interval(result, interval) if interval else "",
        sentence=sentence(result, groups, words),
        warnings=tuple(str(warning) for warning in result.warnings),
        number=result.value,
        limits=(interval.lower, interval.upper) if interval else None,
        unit=words.unit_of(result, groups.kind),
        decimals=words.decimals_of(result),
    )


@dataclass(frozen=True)
class TrendInWords:
    """The recent trend: what it is, and whether that is better; or why it cannot be told."""

    text: str
    judgement: str = ""
    method: str = ""


def trend_in_words(indicator: Indicator, points: Sequence[Point]) -> TrendInWords:
    """Say the recent trend of a series, oldest first and without a break, by the rule of five periods."""
    series = without_overlap([point for point in points if point.value is not None])
    if len(series) < POINTS:
        return TrendInWords(
            ngettext(
                "It needs five consecutive periods that do not overlap; there is %(count)s.",
                "It needs five consecutive periods that do not overlap; there are %(count)s.",
                len(series),
            )
            % {"count": len(series)}
        )
    try:
        trend = _trend(indicator, series)
    except MeasureRefused as refusal:
        return TrendInWords(str(refusal.reason))
    judged = trend.judged(BETTER[indicator.polarity])  # type: ignore[index]
    return TrendInWords(str(trend.sentence), str(_JUDGEMENTS.get(judged, "")), str(trend.method))


def _trend(indicator: Indicator, series: Sequence[Point]) -> Trend:
    latest = series[-POINTS:]
    counts = [point.count for point in latest]
    people = [point.population for point in latest]
    is_share = indicator.value_type == ValueType.PROPORTION and not indicator.is_survey
    if is_share and None not in counts and None not in people:
        return recent_trend_of_proportions(counts, people)  # type: ignore[arg-type]
    limits = [_limits(point) for point in latest]
    if None in limits:
        raise MeasureRefused(
            _("The recent trend cannot be told from chance: the source gives no intervals.")
        )
    lower, upper = zip(*limits, strict=True)
    return recent_trend([point.value for point in latest], lower=lower, upper=upper)  # type: ignore[misc]


def _limits(point: Point) -> tuple[float, float] | None:
    if point.lower is not None and point.upper is not None:
        return point.lower, point.upper
    if point.standard_error is not None and point.value is not None:
        reach = _Z95 * point.standard_error
        return point.value - reach, point.value + reach
    return None
