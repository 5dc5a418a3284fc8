"""The groups of an excerpt or of pasted figures as one table, which the calculator reads and learners take along."""

from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.calculator.questions import Decimals, Heading, Question, Values
from indicators.catalogue.states import Polarity, ValueType
from indicators.excerpts.excerpt import Excerpt, ExcerptRefused
from indicators.measures.groups import Groups

_RATES = {
    1_000: Values.PER_1000,
    10_000: Values.PER_10000,
    100_000: Values.PER_100000,
}


def question_of(excerpt: Excerpt, *, title: str) -> Question:
    """Return the groups of an excerpt as the calculator asks about them. Raises ``ExcerptRefused`` for several series."""
    if len(excerpt.rows) != 1:
        raise ExcerptRefused(
            _("An exercise has one series of groups. Choose one place, sex and period.")
        )
    row = excerpt.rows[0]
    columns = {"Value": row.values, "Count": row.counts, "Population": row.populations}
    return asked(
        excerpt.labels,
        columns,
        title=title,
        kind=_kind(excerpt),
        unit=excerpt.unit,
        is_ordered=excerpt.is_ordered,
        better="" if excerpt.polarity == Polarity.NEITHER else excerpt.polarity,
    )


def in_one_order(question: Question) -> Question:
    """Return pasted figures as the one table that is kept: columns named, numbers plain, the most disadvantaged first.

    Raises ``NotReadable`` or ``MeasureRefused`` in words.
    """
    groups = question.groups()
    return asked(
        groups.names,
        _columns(groups),
        title=question.title,
        kind=question.values,
        unit=question.unit,
        is_ordered=groups.is_ordered,
        better=question.better,
    )


def asked(
    names: tuple[str, ...],
    columns: dict[str, tuple[float, ...]],
    *,
    title: str,
    kind: str,
    unit: str,
    is_ordered: bool,
    better: str,
) -> Question:
    """Return a question about groups whose numbers are known."""
    given = {name: numbers for name, numbers in columns.items() if numbers}
    lines = ["\t".join(("Group", *given))]
    for place, name in enumerate(names):
        cells = (plain(numbers[place]) for numbers in given.values())
        lines.append("\t".join((" ".join(name.split()), *cells)))
    question = Question(
        figures="\n".join(lines),
        title=title,
        kind=kind,
        unit=unit,
        order="most-first" if is_ordered else "none",
        better=better,
        decimal=Decimals.POINT,
        heading=Heading.YES,
        roles=("name", *(name.lower() for name in given)),
    )
    return replace(question, shape=question.own_shape)


def plain(number: float) -> str:
    """Write a number so that any program reads it: no separators, no more digits than were published."""
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"


def _columns(groups: Groups) -> dict[str, tuple[float, ...]]:
    return {
        "Value": tuple(float(n) for n in groups.values),
        "Count": tuple(float(n) for n in groups.counts) if groups.counts is not None else (),
        "Population": tuple(float(n) for n in groups.populations) if groups.has_populations else (),
    }


def _kind(excerpt: Excerpt) -> str:
    if excerpt.value_type == ValueType.PROPORTION and excerpt.scale in (1, 100):
        return (Values.PERCENT if excerpt.scale == 100 else Values.SHARE).value
    if excerpt.value_type in (ValueType.RATE, ValueType.STANDARDISED_RATE):
        return _RATES.get(int(excerpt.scale), Values.MEAN).value
    return Values.MEAN.value
