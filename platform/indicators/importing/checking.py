"""Checking the rows of a table of figures against what a release holds: new, changed, the same or refused."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.tables import Line
from indicators.catalogue.models import Indicator, Observation, Release, Subgroup
from indicators.catalogue.states import Flag, Sex, ValueType
from indicators.importing.naming import Names, NewDimension
from indicators.importing.numbers import Period, read_number, read_period
from indicators.importing.tables import HEAT
from indicators.no_figure import says_no_figure
from library.vocabularies.models import Place

BATCH = 2_000
NUMBERS = ("value", "count", "population", "lower", "upper", "standard_error")
_OPTIONAL_NUMBERS = NUMBERS[1:]
_LONGEST_AGE = 40
_SEXES = {
    "": Sex.PERSONS,
    **dict.fromkeys(("persons", "person", "all", "both", "both sexes", "total", "p"), Sex.PERSONS),
    **dict.fromkeys(("female", "females", "women", "girls", "f"), Sex.FEMALE),
    **dict.fromkeys(("male", "males", "men", "boys", "m"), Sex.MALE),
}
_YES = {"1", "yes", "true"}


class Verdict(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("The same")
    REFUSED = "refused", gettext_lazy("Refused")


@dataclass(slots=True)
class Figure:
    """A row that could be read, ready to be written."""

    number: int
    indicator: Indicator
    place: Place
    period: Period
    sex: str
    age: str
    group: Subgroup | tuple[NewDimension, str] | None
    numbers: tuple[float | None, ...]
    flag: str
    key: int


@dataclass(slots=True)
class CheckedRow:
    """A row with what becomes of it. ``reasons`` are pairs of a column and what is wrong in it."""

    number: int
    verdict: Verdict
    figure: Figure | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)
    before: tuple[float | None, ...] = ()


class RowChecker:
    """Checks the rows of one file for one release, with the vocabularies in memory."""

    def __init__(self, release: Release, layout: str) -> None:
        self.release = release
        self.is_heat = layout == HEAT
        self.names = Names()
        self._periods: dict[tuple[str, str, str], Period] = {}
        self._met: dict[int, int] = {}
        self._averages: dict[int, float | None] = {}
        self._has_figures = release.observations.exists()

    def judge(self, lines: Iterable[Line]) -> Iterator[CheckedRow]:
        """Yield the checked rows in order. One query for each batch of rows."""
        lines = iter(lines)
        while batch := list(islice(lines, BATCH)):
            rows = [each for line in batch for each in self._rows(line)]
            there = self._there([row.figure.key for row in rows if row.figure])
            for row in rows:
                if row.figure is not None:
                    self._compare(row, there)
                yield row

    def _rows(self, line: Line) -> Iterator[CheckedRow]:
        """Yield the row, and for HEAT Plus the average of its place where it is the first row to tell it."""
        reasons: list[tuple[str, str]] = []
        figure = self._read(line.cells, line.number, reasons)
        if figure is not None and not reasons:
            self._refuse_twin(figure, reasons)
        if reasons or figure is None:
            yield CheckedRow(line.number, Verdict.REFUSED, reasons=reasons)
            return
        yield CheckedRow(line.number, Verdict.NEW, figure)
        if self.is_heat and line.cells.get("average"):
            yield from self._average(line, figure)

    def _average(self, line: Line, figure: Figure) -> Iterator[CheckedRow]:
        """Yield the average of the place once; a row that tells another one is refused."""
        key = row_key_of(
            figure.indicator, figure.place, figure.period, figure.sex, figure.age, None
        )
        number = self._tried([], "setting_average", read_number, line.cells["average"])
        if key in self._averages:
            if self._averages[key] != number:
                why = _("The average of the setting differs from that of an earlier row.")
                yield CheckedRow(line.number, Verdict.REFUSED, reasons=[("setting_average", why)])
            return
        self._averages[key] = number
        if number is None:
            return
        self._met[key] = line.number
        yield CheckedRow(
            line.number,
            Verdict.NEW,
            Figure(
                line.number,
                figure.indicator,
                figure.place,
                figure.period,
                figure.sex,
                figure.age,
                None,
                (number, None, None, None, None, None),
                "",
                key,
            ),
        )

    def _refuse_twin(self, figure: Figure, reasons: list[tuple[str, str]]) -> None:
        twin = self._met.setdefault(figure.key, figure.number)
        if twin != figure.number:
            reasons.append(("value", _("Row %(row)s has the same figure.") % {"row": twin}))

    def _compare(self, row: CheckedRow, there: dict[int, tuple[Any, ...]]) -> None:
        figure = row.figure
        known = there.get(figure.key) if figure else None
        if figure is None or known is None:
            return
        row.before = known[:-1]
        is_same = known == (*figure.numbers, figure.flag)
        row.verdict = Verdict.SAME if is_same else Verdict.CHANGED

    def _there(self, keys: list[int]) -> dict[int, tuple[Any, ...]]:
        """Return what the release holds under these keys: the numbers and the flag."""
        if not self._has_figures:
            return {}
        rows = Observation.objects.filter(release=self.release, row_key__in=keys)
        return {key: tuple(rest) for key, *rest in rows.values_list("row_key", *NUMBERS, "flag")}

    def _read(
        self, cells: dict[str, str], number: int, reasons: list[tuple[str, str]]
    ) -> Figure | None:
        """Read the cells of a row; all that is wrong in it is told together."""
        indicator = self._tried(reasons, "indicator", self._indicator, cells)
        place = self._tried(reasons, "place", self._place, cells)
        period = self._tried(reasons, "period", self._period, cells)
        sex = _SEXES.get(cells.get("sex", "").casefold())
        if sex is None:
            reasons.append(("sex", _("Write persons, female or male.")))
        age = " ".join(cells.get("age", "").split())
        if len(age) > _LONGEST_AGE:
            reasons.append(
                ("age", _("An age can have at most %(most)s characters.") % {"most": _LONGEST_AGE})
            )
        group = self._tried(reasons, "subgroup", self._group, cells)
        flag = self._flag(cells, reasons)
        numbers, is_missing = self._numbers(cells, reasons)
        if reasons or not (indicator and place and period and sex):
            return None
        if is_missing:
            flag = Flag.MISSING
        else:
            _check_numbers(indicator, numbers, reasons)
        if self._is_hostile(age):
            reasons.append(("age", _("It contains characters that cannot be shown.")))
        key = row_key_of(indicator, place, period, sex, age, group)
        return Figure(number, indicator, place, period, sex, age, group, numbers, flag, key)

    @staticmethod
    def _is_hostile(text: str) -> bool:
        return not text.isprintable()

    def _tried(self, reasons: list[tuple[str, str]], column: str, read: Any, words: Any) -> Any:
        try:
            return read(words)
        except ValidationError as error:
            reasons += [(column, text) for text in error.messages]
            return None

    def _indicator(self, cells: dict[str, str]) -> Indicator:
        words = cells.get("indicator", "")
        if not words:
            raise ValidationError(_("This cell is empty."))
        if not self.is_heat:
            return self.names.indicator(words)
        return self.names.heat_indicator(
            words,
            cells.get("indicator_name", ""),
            favourable=cells.get("is_favourable", ""),
            scale=_scale(cells.get("scale", "1")),
        )

    def _place(self, cells: dict[str, str]) -> Place:
        words = (cells.get("place", ""), cells.get("place_name", ""))
        if not any(words):
            raise ValidationError(_("This cell is empty."))
        return self.names.place(*words)

    def _period(self, cells: dict[str, str]) -> Period:
        words = (cells.get("period", ""), cells.get("start", ""), cells.get("end", ""))
        if not words[0]:
            raise ValidationError(_("This cell is empty."))
        if words not in self._periods:
            if self._is_hostile(words[0]):
                raise ValidationError(_("It contains characters that cannot be shown."))
            self._periods[words] = read_period(*words)
        return self._periods[words]

    def _group(self, cells: dict[str, str]) -> Subgroup | tuple[NewDimension, str] | None:
        dimension, name = cells.get("dimension", ""), cells.get("subgroup", "")
        if not dimension and not name:
            return None
        if not dimension or not name:
            raise ValidationError(_("Give both the dimension and the subgroup, or neither."))
        if self._is_hostile(dimension + name):
            raise ValidationError(_("It contains characters that cannot be shown."))
        order = cells.get("subgroup_order", "")
        if order and not (order.isascii() and order.isdigit() and len(order) < 5):
            raise ValidationError(_("The position in subgroup_order must be a whole number."))
        ordered = cells.get("is_ordered")
        return self.names.subgroup(
            dimension,
            name,
            order=int(order or 0) or None,
            is_ordered=None if ordered is None else ordered in _YES,
            is_reference=cells.get("is_reference", "") in _YES,
        )

    def _flag(self, cells: dict[str, str], reasons: list[tuple[str, str]]) -> str:
        flag = cells.get("flag", "").casefold()
        if flag and flag not in Flag.values:
            told = _("Leave it empty or use one of: %(known)s.") % {"known": ", ".join(Flag.values)}
            reasons.append(("flag", told))
        return flag

    def _numbers(
        self, cells: dict[str, str], reasons: list[tuple[str, str]]
    ) -> tuple[tuple[float | None, ...], bool]:
        """Return the numbers of a row, and whether its publisher gives no value."""
        text = cells.get("value", "")
        is_missing = says_no_figure(text) or (
            not text and cells.get("flag", "").casefold() == Flag.MISSING
        )
        if not text and not is_missing:
            reasons.append(
                (
                    "value",
                    _("There is no value. Write “missing” as the flag if none was published."),
                )
            )
        numbers: list[float | None] = []
        for name in NUMBERS:
            cell = cells.get(name, "")
            if not cell or says_no_figure(cell) or (is_missing and name != "population"):
                numbers.append(None)
            else:
                numbers.append(self._tried(reasons, name, read_number, cell))
        return tuple(numbers), is_missing


def _scale(text: str) -> float:
    scale = read_number(text)
    if scale <= 0:
        raise ValidationError(_("indicator_scale must be a number above zero."))
    return scale


def _check_numbers(
    indicator: Indicator, numbers: tuple[float | None, ...], reasons: list[tuple[str, str]]
) -> None:
    """Say what cannot be: a share above its whole, an interval that leaves out its value."""
    value, count, population, lower, upper, error = numbers
    is_share = indicator.value_type == ValueType.PROPORTION
    if value is not None and is_share and not 0 <= value <= indicator.scale:
        words = {"most": f"{indicator.scale:g}"}
        reasons.append(("value", _("This indicator must be between 0 and %(most)s.") % words))
    elif (
        value is not None
        and value < 0
        and indicator.value_type
        in (
            ValueType.RATE,
            ValueType.STANDARDISED_RATE,
        )
    ):
        reasons.append(("value", _("A rate cannot be below zero.")))
    if (lower is None) != (upper is None):
        column = "lower" if lower is None else "upper"
        reasons.append((column, _("An interval needs both ends.")))
    elif (
        lower is not None
        and upper is not None
        and value is not None
        and not lower <= value <= upper
    ):
        reasons.append(("lower", _("The value is outside its interval.")))
    if count is not None and count < 0:
        reasons.append(("count", _("A count cannot be below zero.")))
    if population is not None and population <= 0:
        reasons.append(("population", _("A population must be above zero.")))
    elif is_share and count is not None and population is not None and count > population:
        reasons.append(("count", _("The count is larger than the population.")))
    if error is not None and error < 0:
        reasons.append(("standard_error", _("A standard error cannot be below zero.")))


def row_key_of(
    indicator: Indicator,
    place: Place,
    period: Period,
    sex: str,
    age: str,
    group: Subgroup | tuple[NewDimension, str] | None,
) -> int:
    """Return the number by which the same figure is known again."""
    if group is None:
        told = ""
    elif isinstance(group, Subgroup):
        told = f"{group.dimension_id}/{group.pk}"
    else:
        told = f"{group[0].name.casefold()}/{group[1].casefold()}"
    words = f"{indicator.code}|{place.code}|{period.starts_on}|{period.ends_on}|{sex}|{age}|{told}"
    digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
