"""What somebody asks of the calculator: figures and what is said about them, and the groups that follow from it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.calculator.columns import Role, guess_roles
from indicators.calculator.pasted import (
    NotReadable,
    Table,
    has_decimal_commas,
    read_number,
    read_table,
)
from indicators.measures.groups import Groups, groups_of
from indicators.measures.kinds import Better, Kind
from indicators.measures.words import Wording


class Values(TextChoices):
    """What kind of value is measured, and what it counts by."""

    GUESS = "", gettext_lazy("Work it out from the figures")
    PERCENT = "percent", gettext_lazy("Percentage of people (0 to 100)")
    SHARE = "share", gettext_lazy("Proportion of people (0 to 1)")
    PER_1000 = "rate-1000", gettext_lazy("Rate per 1,000")
    PER_10000 = "rate-10000", gettext_lazy("Rate per 10,000")
    PER_100000 = "rate-100000", gettext_lazy("Rate per 100,000")
    MEAN = "mean", gettext_lazy("Mean, score or years")


class Order(TextChoices):
    """Order of the rows."""

    MOST_FIRST = "most-first", gettext_lazy("From the most to the least disadvantaged")
    LEAST_FIRST = "least-first", gettext_lazy("From the least to the most disadvantaged")
    NONE = "none", gettext_lazy("They have no order")


class GoodSide(TextChoices):
    """Which way the value is good for people."""

    UNKNOWN = "", gettext_lazy("Neither, or not stated")
    LOWER = "lower", gettext_lazy("A lower value is better")
    HIGHER = "higher", gettext_lazy("A higher value is better")


class Decimals(TextChoices):
    """How numbers are written."""

    GUESS = "", gettext_lazy("Work it out")
    POINT = "point", gettext_lazy("12.5 and 1,000")
    COMMA = "comma", gettext_lazy("12,5 and 1.000")


class Heading(TextChoices):
    """Whether the first row names the columns."""

    GUESS = "", gettext_lazy("Work it out")
    YES = "yes", gettext_lazy("It names the columns")
    NO = "no", gettext_lazy("It is a group")


CONFIDENCES = {"95": 0.95, "90": 0.90, "99": 0.99, "99.8": 0.998}
_KINDS = {
    Values.PERCENT: (Kind.PROPORTION, 100.0, "%"),
    Values.SHARE: (Kind.PROPORTION, 1.0, ""),
    Values.PER_1000: (Kind.RATE, 1_000.0, gettext_lazy("per 1,000")),
    Values.PER_10000: (Kind.RATE, 10_000.0, gettext_lazy("per 10,000")),
    Values.PER_100000: (Kind.RATE, 100_000.0, gettext_lazy("per 100,000")),
    Values.MEAN: (Kind.MEAN, 1.0, ""),
}
_NAMES = ("title", "kind", "unit", "order", "better", "reference", "confidence", "decimal", "heading", "shape")  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Figures as they were pasted, and the choices about them; empty where the calculator shall work them out."""

    figures: str
    title: str = ""
    kind: str = ""
    unit: str = ""
    order: str = Order.MOST_FIRST
    better: str = ""
    reference: str = ""
    confidence: str = "95"
    decimal: str = ""
    heading: str = ""
    shape: str = ""
    roles: tuple[str, ...] = ()

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> "Question":
        """Return the question that fields, an address or a saved data set hold. Whatever is unknown is left out."""
        given = {name: words.get(name, "") for name in _NAMES if words.get(name)}
        roles = tuple(words.get(f"c{place}", "") for place in range(_places(words)))
        return cls(figures=words.get("figures", ""), roles=roles, **given)

    def to_query(self) -> str:
        """Return the question as an address has it, in one order and without what is usual."""
        query = QueryDict(mutable=True)
        usual = Question("")
        for name in ("figures", *_NAMES):
            value = getattr(self, name)
            if value and (name == "figures" or value != getattr(usual, name)):
                query[name] = value
        for place, role in enumerate(self.roles):
            query[f"c{place}"] = role
        return query.urlencode()

    @cached_property
    def table(self) -> Table:
        """Return the rows and columns. Raises ``NotReadable``."""
        said = {Heading.YES.value: True, Heading.NO.value: False}.get(self.heading)
        return read_table(self.figures, has_heading=said)

    @cached_property
    def column_roles(self) -> list[Role]:
        """Return what each column is: as was said of columns of this shape, else as is likely."""
        known = set(Role.values)
        fits = self.shape == self.own_shape and len(self.roles) == self.table.width
        if fits and all(role in known for role in self.roles):
            return [Role(role) for role in self.roles]
        return guess_roles(self.table)

    @property
    def own_shape(self) -> str:
        """Return a mark of the table's columns; choices for columns of another table are not taken over."""
        head = "\t".join((str(self.table.width), *self.table.heading))
        return hashlib.blake2s(head.encode(), digest_size=4).hexdigest()

    @cached_property
    def values(self) -> Values:
        """Return the kind of values, worked out where nobody said it."""
        if self.kind in Values.values and self.kind:
            return Values(self.kind)
        numbers = [n for n in self.numbers.get(Role.VALUE, []) if n is not None]
        if not numbers:
            return Values.PERCENT
        percent = "%" in "".join((*self.table.heading, *self.table.rows[0]))
        if percent and max(numbers) <= 100 and min(numbers) >= 0:
            return Values.PERCENT
        counted = Role.COUNT in self.numbers and Role.POPULATION in self.numbers
        return self._by_counts(numbers) if counted else Values.MEAN

    def _by_counts(self, numbers: list[float]) -> Values:
        """Return the kind by what the value is to its count over its population."""
        for count, people, value in zip(
            self.numbers[Role.COUNT],
            self.numbers[Role.POPULATION],
            self.numbers[Role.VALUE],
            strict=True,
        ):
            if count and people and value:
                factor = value * people / count
                kinds = ((1, Values.SHARE), (100, Values.PERCENT), (1_000, Values.PER_1000), (10_000, Values.PER_10000), (100_000, Values.PER_100000))  # fmt: skip
                for per, kind in kinds:
                    if abs(factor / per - 1) < 0.05:
                        return kind
        return Values.MEAN

    @cached_property
    def numbers(self) -> dict[Role, list[float | None]]:
        """Return the numbers of each column that is one of figures. Raises ``NotReadable`` with row and column."""
        comma = has_decimal_commas(self.table.all_cells)
        if self.decimal:
            comma = self.decimal == Decimals.COMMA
        found: dict[Role, list[float | None]] = {}
        for place, role in enumerate(self.column_roles):
            if role in (Role.NAME, Role.IGNORED):
                continue
            if role in found:
                raise NotReadable(_("Two columns are set to “%(role)s”.") % {"role": role.label})
            found[role] = [
                self._read(cell, row, place, comma)
                for row, cell in enumerate(self.table.column(place), start=1)
            ]
        return found

    def _read(self, cell: str, row: int, place: int, comma: bool) -> float | None:
        try:
            return read_number(cell, decimal_comma=comma)
        except ValueError as error:
            raise NotReadable(
                _("Group %(row)s, column %(column)s: “%(cell)s” is not a number.")
                % {"row": row, "column": place + 1, "cell": cell[:40]}
            ) from error

    @property
    def names(self) -> list[str]:
        """Return the names of the groups, numbers where no column has them."""
        roles = self.column_roles
        if Role.NAME in roles:
            cells = self.table.column(roles.index(Role.NAME))
            return [cell[:100] or str(n) for n, cell in enumerate(cells, start=1)]
        return [str(n) for n in range(1, len(self.table.rows) + 1)]

    @property
    def wording(self) -> Wording:
        """Return how values are written: their unit, and as many decimals as they were given with."""
        unit = self.unit or str(_KINDS[self.values][2])
        given = [n for n in self.numbers.get(Role.VALUE, []) if n is not None]
        decimals = next((d for d in range(4) if all(abs(n - round(n, d)) < 1e-9 for n in given)), 4)
        return Wording(
            unit, max(1, decimals) if self.values is not Values.SHARE else max(3, decimals)
        )

    @property
    def confidence_level(self) -> float:
        return CONFIDENCES.get(self.confidence, 0.95)

    def groups(self) -> Groups:
        """Return the groups, from the most to the least disadvantaged. Raises ``NotReadable`` or ``MeasureRefused``."""
        kind, per, _unit = _KINDS[self.values]
        columns = dict(self.numbers)
        if Role.VALUE not in columns and not {Role.COUNT, Role.POPULATION} <= set(columns):
            raise NotReadable(
                _("No column contains the values. Choose it below, or add count and population.")
            )
        size, names = len(self.table.rows), self.names
        turned = -1 if self.order == Order.LEAST_FIRST else 1
        given = {role: columns.get(role, [None] * size)[::turned] for role in Role}
        names = names[::turned]
        return groups_of(
            given[Role.VALUE],
            populations=given[Role.POPULATION],
            counts=given[Role.COUNT],
            standard_errors=given[Role.STANDARD_ERROR],
            lower=given[Role.LOWER],
            upper=given[Role.UPPER],
            limits_confidence=self.confidence_level,
            names=names,
            kind=kind,
            per=per,
            is_ordered=self.order != Order.NONE,
            better=Better(self.better) if self.better else Better.UNKNOWN,
            reference=self._reference(names),
        )

    def _reference(self, names: list[str]) -> int | None:
        wanted = self.reference.strip().lower()
        if not wanted:
            return None
        for place, name in enumerate(names):
            if name.lower() == wanted:
                return place
        if wanted.isdecimal() and 1 <= int(wanted[:4]) <= len(names):
            turned = self.order == Order.LEAST_FIRST
            return len(names) - int(wanted[:4]) if turned else int(wanted[:4]) - 1
        raise NotReadable(_("No group is called “%(name)s”.") % {"name": self.reference[:60]})


def _places(words: Mapping[str, str]) -> int:
    return next((place for place in range(13) if f"c{place}" not in words), 12)
