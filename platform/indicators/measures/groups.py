"""The groups that measures compare: values in their order, checked once for all measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.errors import Limits, errors_from_counts, errors_from_limits
from indicators.measures.kinds import Better, Kind, Scale
from indicators.measures.numbers import (
    CONFIDENCE,
    LARGEST,
    SMALLEST,
    Floats,
    level_of,
    populations_of,
    transformed,
)
from indicators.measures.refusals import MeasureRefused

_MOST_MISSING = 0.15  # of the groups, as WHO's measures allow it for groups without an order
_ROUNDING = 0.01  # how far a value may be from count over population before it is told

Column = Iterable[float | None]


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups **from the most to the least disadvantaged**, or in any order where they have none.

    ``populations`` weigh: only their proportions matter. ``per`` is what the value counts by: 1 or 100 for a
    proportion, 1,000 or 100,000 for a rate. ``standard_errors`` are in the unit of the values. ``missing`` names
    groups that were given without a value, ``gap_at_end`` says that one of them was the first or the last. ``notes``
    are for readers of every measure. Make one with ``groups_of``.
    """

    names: tuple[str, ...]
    values: Floats
    populations: Floats
    kind: Kind
    per: float
    is_ordered: bool
    better: Better
    reference: int | None
    standard_errors: Floats | None
    limits: Limits | None
    counts: Floats | None
    has_populations: bool
    missing: tuple[str, ...]
    gap_at_end: bool
    notes: tuple[StrOrPromise, ...]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def shares(self) -> Floats:
        """Return each group's share of the population; together they are one."""
        return np.asarray(self.populations / self.populations.sum(), dtype=np.float64)

    @property
    def average(self) -> float:
        """Return the mean of the whole population: group values weighted by people."""
        return float((self.shares * self.values).sum())

    @property
    def ceiling(self) -> float | None:
        """Return what no value can exceed: everybody, for a proportion."""
        return self.per if self.kind is Kind.PROPORTION else None

    @property
    def best(self) -> int | None:
        """Return the group with the best value; none if nobody said which way is good."""
        if self.better is Better.UNKNOWN:
            return None
        pick = np.argmax if self.better is Better.HIGHER else np.argmin
        return int(pick(self.values))

    def points(self, scale: Scale) -> Floats:
        """Return the values on a scale. Raises ``MeasureRefused`` where one has no place on it."""
        return transformed(self.values, scale, self.per)

    def errors_on(self, scale: Scale) -> Floats | None:
        """Return the standard errors on a scale; nothing where none are known.

        From limits they are the width of the transformed interval over twice the normal quantile, as OHID does it;
        from standard errors they follow by the delta method: e / v for logs, e x per / (v (per - v)) for logits.
        """
        if scale is Scale.LINEAR or self.standard_errors is None:
            return self.standard_errors
        self.points(scale)
        if self.limits is not None:
            on_scale = self.limits.errors_on(scale, self.per)
            if on_scale is not None:
                return on_scale
        if scale is Scale.LOG:
            return np.asarray(self.standard_errors / self.values, dtype=np.float64)
        slope = self.per / (self.values * (self.per - self.values))
        return np.asarray(self.standard_errors * slope, dtype=np.float64)


def groups_of(
    values: Column,
    *,
    populations: Column | None = None,
    counts: Column | None = None,
    standard_errors: Column | None = None,
    lower: Column | None = None,
    upper: Column | None = None,
    limits_confidence: float = CONFIDENCE,
    names: Sequence[str] | None = None,
    kind: Kind = Kind.MEAN,
    per: float | None = None,
    is_ordered: bool = True,
    better: Better = Better.UNKNOWN,
    reference: int | None = None,
) -> Groups:
    """Return checked groups from plain lists or arrays of one number for each group; ``None`` or NaN is missing.

    Give ordered groups from the most to the least disadvantaged. ``counts`` are the people or events behind the
    values; a missing value is computed from count and population, and standard errors follow from them. Limits are
    those of an interval at ``limits_confidence``. ``reference`` is a position. ``per`` is 1 for a proportion or rate
    unless it says otherwise. Raises ``MeasureRefused`` with the group's name for what cannot be.
    """
    raw = _columns(values, populations, counts, standard_errors, lower, upper)
    labels = (
        tuple(names) if names is not None else tuple(str(n + 1) for n in range(len(raw.values)))
    )
    if len(labels) != len(raw.values):
        raise MeasureRefused(_("Each group needs one name."))
    scale = per if per is not None else 1.0
    if not np.isfinite(scale) or scale <= 0:
        raise MeasureRefused(_("The scale must be a number above zero, such as 100."))
    raw = _with_computed_values(raw, kind, scale)
    _check_possible(raw, labels, kind, scale)
    kept = np.isfinite(raw.values)
    if not kept.any():
        raise MeasureRefused(_("No group has a value."))
    notes: list[StrOrPromise] = []
    has_populations = bool(np.isfinite(raw.populations).any())
    people = _populations(raw, labels, kept, has_populations)
    if not has_populations:
        notes.append(_("No populations are given, so every group counts the same."))
    found = _Columns(*(column[kept] for column in raw.all()))
    notes += _disagreements(found, [n for n, k in zip(labels, kept, strict=True) if k], kind, scale)
    limits = _limits(found, level_of(limits_confidence))
    errors = _errors(found, limits, kind, scale, has_populations)
    if errors is None and np.isfinite(found.standard_errors).any():
        notes.append(_("Some standard errors are missing, so there are no intervals."))
    return Groups(
        names=tuple(n for n, k in zip(labels, kept, strict=True) if k),
        values=found.values,
        populations=people,
        kind=kind,
        per=scale,
        is_ordered=is_ordered,
        better=better,
        reference=_reference(reference, kept, labels),
        standard_errors=errors,
        limits=limits,
        counts=found.counts if np.isfinite(found.counts).all() else None,
        has_populations=has_populations,
        missing=tuple(n for n, k in zip(labels, kept, strict=True) if not k),
        gap_at_end=not (kept[0] and kept[-1]),
        notes=tuple(notes),
    )


def require_order(groups: Groups, *, at_least: int = 3) -> None:
    """Refuse what needs groups in an order, all with a value, and enough of them."""
    if not groups.is_ordered:
        raise MeasureRefused(_("It needs groups in an order, from most to least disadvantaged."))
    if groups.missing:
        raise MeasureRefused(
            format_lazy(
                _("Every group in the order needs a value. Missing: {names}."),
                names=", ".join(groups.missing[:5]),
            )
        )
    require_enough(groups, at_least)


def require_enough(groups: Groups, at_least: int = 3) -> None:
    """Refuse too few groups, or too many without a value."""
    if len(groups) < at_least:
        raise MeasureRefused(
            format_lazy(
                _("It needs at least {count} groups. With two, use the difference and the ratio."),
                count=at_least,
            )
            if at_least > 2
            else _("At least two groups are needed to compare.")
        )
    if len(groups.missing) > _MOST_MISSING * (len(groups) + len(groups.missing)):
        raise MeasureRefused(_("More than 15 % of the groups have no value."))


@dataclass(frozen=True, eq=False)
class _Columns:
    values: Floats
    populations: Floats
    counts: Floats
    standard_errors: Floats
    lower: Floats
    upper: Floats

    def all(self) -> tuple[Floats, ...]:
        return (
            self.values,
            self.populations,
            self.counts,
            self.standard_errors,
            self.lower,
            self.upper,
        )


def _columns(values: Column, *others: Column | None) -> _Columns:
    first = _floats(values)
    if not len(first):
        raise MeasureRefused(_("There are no groups."))
    columns = [np.full(len(first), np.nan) if one is None else _floats(one) for one in others]
    if any(len(column) != len(first) for column in columns):
        raise MeasureRefused(_("Each group needs one value and one population."))
    return _Columns(first, *columns)


def _floats(column: Column) -> Floats:
    array = np.asarray([np.nan if n is None else float(n) for n in column], dtype=np.float64)
    sizes = np.abs(array)
    if (sizes > LARGEST).any():
        raise MeasureRefused(_("A number is too large to be a figure."))
    if ((sizes > 0) & (sizes < SMALLEST)).any():
        raise MeasureRefused(_("A number is too small. Use a larger scale, such as 100,000."))
    return array


def _with_computed_values(raw: _Columns, kind: Kind, per: float) -> _Columns:
    """Fill in values from count and population, where the kind of value allows it."""
    if kind is Kind.MEAN:
        return raw
    usable = np.isnan(raw.values) & np.isfinite(raw.counts) & (raw.populations > 0)
    values = raw.values.copy()
    values[usable] = per * raw.counts[usable] / raw.populations[usable]
    return _Columns(values, *raw.all()[1:])


def _check_possible(raw: _Columns, names: Sequence[str], kind: Kind, per: float) -> None:
    """Refuse figures that cannot be, naming the first group that has one."""
    none = np.isnan(raw.values)
    has_limits = np.isfinite(raw.lower) | np.isfinite(raw.upper)
    over = raw.values > per * (1 + 1e-12) if kind is Kind.PROPORTION else np.zeros(len(none), bool)
    more = raw.counts > raw.populations if kind is Kind.PROPORTION else np.zeros(len(none), bool)
    slack = 1e-9 * (1 + np.abs(np.nan_to_num(raw.values)))
    checks: list[tuple[np.ndarray, StrOrPromise]] = [
        (none & has_limits, _("{name}: there is an interval without its value.")),
        (has_limits & (np.isnan(raw.lower) | np.isnan(raw.upper)), _("{name}: one limit of the interval is missing.")),
        (raw.lower > raw.upper, _("{name}: the lower limit is above the upper one.")),
        ((raw.lower > raw.values + slack) | (raw.upper < raw.values - slack), _("{name}: the value is outside its own interval.")),
        (raw.standard_errors < 0, _("{name}: a standard error cannot be negative.")),
        (raw.counts < 0, _("{name}: a count cannot be negative.")),
        (more, _("{name}: the count is larger than the population.")),
        (over, _("{name}: a proportion cannot be above {per}. Is the value per 100, or is it a rate?")),
        ((raw.values < 0) & (kind is not Kind.MEAN), _("{name}: a proportion or rate cannot be negative.")),
    ]  # fmt: skip
    for wrong, words in checks:
        if wrong.any():
            name = names[int(np.argmax(wrong))]
            raise MeasureRefused(format_lazy(words, name=name, per=f"{per:g}"))


def _populations(
    raw: _Columns, names: Sequence[str], kept: np.ndarray, has_populations: bool
) -> Floats:
    if not has_populations:
        return np.ones(int(kept.sum()))
    wrong = kept & ~(raw.populations > 0)
    if wrong.any():
        raise MeasureRefused(
            format_lazy(
                _("{name}: each population must be a number above zero."),
                name=names[int(np.argmax(wrong))],
            )
        )
    return populations_of(raw.populations[kept])


def _disagreements(
    found: _Columns, names: Sequence[str], kind: Kind, per: float
) -> list[StrOrPromise]:
    """Tell which value is not its count over its population."""
    if kind is Kind.MEAN:
        return []
    with np.errstate(invalid="ignore"):
        expected = per * found.counts / found.populations
        off = np.abs(expected - found.values) > _ROUNDING * np.maximum(found.values, per * 0.05)
    if not off.any():
        return []
    return [
        format_lazy(
            _("{name}: the value is not its count over its population. The value is used."),
            name=names[int(np.argmax(off))],
        )
    ]


def _limits(found: _Columns, confidence: float) -> Limits | None:
    if not (np.isfinite(found.lower).all() and np.isfinite(found.upper).all()):
        return None
    return Limits(found.lower, found.upper, confidence)


def _errors(
    found: _Columns, limits: Limits | None, kind: Kind, per: float, has_populations: bool
) -> Floats | None:
    if np.isfinite(found.standard_errors).all():
        return found.standard_errors
    if limits is not None:
        return errors_from_limits(limits)
    if has_populations and kind is not Kind.MEAN and np.isfinite(found.counts).all():
        return errors_from_counts(found.counts, found.populations, kind, per)
    return None


def _reference(reference: int | None, kept: np.ndarray, names: Sequence[str]) -> int | None:
    """Return the position of the reference among the groups that have a value."""
    if reference is None:
        return None
    if not 0 <= reference < len(kept):
        raise MeasureRefused(_("The reference is not one of the groups."))
    if not kept[reference]:
        raise MeasureRefused(
            format_lazy(_("The reference, {name}, has no value."), name=names[reference])
        )
    return int(kept[:reference].sum())
