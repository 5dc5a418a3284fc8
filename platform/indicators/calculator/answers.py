"""What the calculator answers: measures in words and numbers, a chart, and files of both."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, Series, bar_chart, gradient_chart
from core.charts.series import LARGEST
from indicators.calculator.questions import Question
from indicators.measures.catalogue import BY_CODE
from indicators.measures.everything import Report, measure_everything
from indicators.measures.results import Result
from indicators.measures.words import Wording, first_sentence, sentence

_MANY = 50  # groups, from which fewer draws do: a page takes no seconds
_DRAWS, _FEWER_DRAWS = 100_000, 20_000
_MOST_BARS = 40


@dataclass(frozen=True)
class Row:
    """A measure as a table shows it."""

    code: str
    name: str
    value: str
    interval: str
    sentence: str
    method: str
    interval_method: str
    warnings: tuple[str, ...]
    is_relative: bool
    # The same as numbers, for those who keep them: an action plan does.
    number: float
    limits: tuple[float, float] | None
    unit: str
    decimals: int


@dataclass(frozen=True)
class Answer:
    """All that is said of the figures of a question."""

    question: Question
    report: Report
    wording: Wording
    first_sentence: str
    pair: tuple[Row, ...]
    rows: tuple[Row, ...]
    refused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    figure: Figure | None

    @property
    def title(self) -> str:
        """Return what the figures are called."""
        return self.question.title or _("Your figures")

    @property
    def confidence(self) -> str:
        return self.question.confidence

    def lines(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a CSV file: the groups, then the measures with their methods."""
        groups = self.report.groups
        yield (_("Group"), _("Value"), _("Population"))
        for name, value, people in zip(
            groups.names, groups.values, groups.populations, strict=True
        ):
            yield (name, float(value), float(people) if groups.has_populations else "")
        yield ()
        yield (_("Measure"), _("Value"), _("Lower limit"), _("Upper limit"), _("Method"), _("What it means"))  # fmt: skip
        for result, row in zip(self.report.results, self.rows, strict=True):
            interval = result.interval
            limits = (interval.lower, interval.upper) if interval else ("", "")
            yield (row.name, result.value, *limits, row.method, row.sentence)
        for name, reason in self.refused:
            yield (name, "", "", "", "", reason)


def answer_to(question: Question) -> Answer:
    """Measure the figures of a question. Raises ``NotReadable`` or ``MeasureRefused`` in words."""
    groups = question.groups()
    report = measure_everything(
        groups,
        confidences=(question.confidence_level,),
        draws=_DRAWS if len(groups) <= _MANY else _FEWER_DRAWS,
    )
    wording = question.wording
    rows = {result.measure: _row(result, report, wording) for result in report.results}
    notes = [str(note) for note in groups.notes]
    if groups.missing:
        notes.append(
            _("Groups without a value are left out: %(names)s.")
            % {"names": ", ".join(groups.missing[:10])}
        )
    if groups.standard_errors is None:
        notes.append(
            _("There are no intervals: add counts with populations, limits, or standard errors.")
        )
    return Answer(
        question=question,
        report=report,
        wording=wording,
        first_sentence=first_sentence(groups, wording),
        pair=tuple(rows[one.measure] for one in report.first_two),
        rows=tuple(rows.values()),
        refused=tuple((str(BY_CODE[one.measure].name), str(one.reason)) for one in report.refusals),
        notes=tuple(notes),
        figure=_figure(question, report, wording),
    )


def _row(result: Result, report: Report, wording: Wording) -> Row:
    measure = BY_CODE[result.measure]
    interval = result.interval
    return Row(
        code=result.measure,
        name=str(measure.name),
        value=wording.of(result, result.value, report.groups.kind),
        interval=wording.interval(result, interval) if interval else "",
        sentence=sentence(result, report.groups, wording),
        method=str(result.method),
        interval_method=str(result.interval_method),
        warnings=tuple(str(warning) for warning in result.warnings),
        is_relative=measure.is_relative,
        number=result.value,
        limits=(interval.lower, interval.upper) if interval else None,
        unit=wording.unit_of(result, report.groups.kind),
        decimals=wording.decimals_of(result),
    )


def _figure(question: Question, report: Report, wording: Wording) -> Figure | None:
    groups = report.groups
    limits = groups.limits
    lower = [float(n) for n in limits.lower] if limits else []
    upper = [float(n) for n in limits.upper] if limits else []
    numbers = [float(n) for n in groups.values]
    if len(groups) < 2 or max(abs(n) for n in (*numbers, *lower, *upper)) >= LARGEST:
        return None
    about = About(
        name="figures",
        title=question.title or _("Your figures"),
        description=first_sentence(groups, wording),
        unit=wording.unit or _("Value"),
        source=_("figures pasted here"),
        licence="",
        decimals=wording.decimals,
    )
    if groups.is_ordered:
        slope = report.get("slope_index")
        series = Series(_("Groups"), numbers, lower, upper, [float(n) for n in groups.populations])
        return gradient_chart(
            about,
            [series],
            groups=groups.names,
            lines=[slope.line] if slope and slope.line else (),
            heading=_("Group"),
            first=_("Most disadvantaged"),
            last=_("Least disadvantaged"),
            from_zero=not slope and min(numbers) >= 0,
        )
    if len(groups) > _MOST_BARS or min(numbers) < 0:
        return None
    bars = [
        Bar(name, value, lower[n] if lower else None, upper[n] if upper else None)
        for n, (name, value) in enumerate(zip(groups.names, numbers, strict=True))
    ]
    return bar_chart(about, sorted(bars, key=lambda bar: -bar.value), heading=_("Group"))
