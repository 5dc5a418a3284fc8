"""Finding what the cells of a table name: indicators, places, dimensions and their subgroups."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from indicators.catalogue.models import Dimension, Indicator, PlaceCode, Subgroup
from indicators.catalogue.models.indicators import TAKEN_CODES
from indicators.catalogue.states import Polarity, ValueType
from library.vocabularies.models import Place

_LONGEST_NAME = 120
_MOST_GROUPS = 200


@dataclass
class NewDimension:
    """A dimension that a file brings along: its name, and its subgroups by name."""

    name: str
    is_ordered: bool
    groups: dict[str, int] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)


class Names:
    """The vocabularies in memory, and what a file adds to them: known again from row to row."""

    def __init__(self) -> None:
        self.indicators = {each.code: each for each in Indicator.objects.all()}
        self._indicators_by_name = {each.name.casefold(): each for each in self.indicators.values()}
        self._places = _places_by_words()
        self.dimensions = {each.code: each for each in Dimension.objects.all()}
        self._dimensions_by_name = {each.name.casefold(): each for each in self.dimensions.values()}
        self.subgroups: dict[int, dict[str, Subgroup]] = {}
        self._by_position: dict[tuple[int, int], Subgroup] = {}
        for group in Subgroup.objects.in_order():
            self.subgroups.setdefault(group.dimension_id, {})[group.name.casefold()] = group
            self._by_position[group.dimension_id, group.position] = group
        self.new_dimensions: dict[str, NewDimension] = {}
        self.new_indicators: dict[str, Indicator] = {}

    def indicator(self, words: str) -> Indicator:
        """Return the indicator of this code or name. Raises ``ValidationError``."""
        found = self.indicators.get(words) or self._indicators_by_name.get(words.casefold())
        if found is None:
            raise ValidationError(
                _("There is no indicator “%(words)s”. Add it first, or correct the code.")
                % {"words": words[:60]}
            )
        return found

    def heat_indicator(
        self, abbreviation: str, name: str, *, favourable: str, scale: float
    ) -> Indicator:
        """Return the indicator of a row of HEAT Plus; one that is not there is made with the file, without definition."""
        code = slugify(abbreviation)[:60]
        known = self.indicators.get(code) or self._indicators_by_name.get(name.casefold())
        if known is not None:
            return known
        if code not in self.new_indicators:
            if not code:
                raise ValidationError(_("The abbreviation has no letters."))
            if code in TAKEN_CODES:
                raise ValidationError(_("This abbreviation cannot be used. Choose another one."))
            if favourable not in ("0", "1"):
                raise ValidationError(_("favourable_indicator must be 0 or 1."))
            self.new_indicators[code] = Indicator(
                code=code,
                name=(name or abbreviation)[:200],
                unit=_unit(scale),
                value_type=ValueType.PROPORTION if scale == 100 else ValueType.RATE,
                scale=scale,
                polarity=Polarity.HIGHER if favourable == "1" else Polarity.LOWER,
            )
        return self.new_indicators[code]

    def place(self, *words: str) -> Place:
        """Return the first place that one of these codes or names means. Raises ``ValidationError``."""
        for word in filter(None, words):
            found = self._places.get(word.casefold(), [])
            if len(found) > 1:
                raise ValidationError(
                    _("Several places are called “%(words)s”. Use the code of one of them.")
                    % {"words": word[:60]}
                )
            if found:
                return found[0]
        raise ValidationError(
            _("There is no place “%(words)s” in the list of places.")
            % {"words": next(filter(None, reversed(words)), "")[:60]}
        )

    def subgroup(
        self,
        dimension: str,
        name: str,
        *,
        order: int | None,
        is_ordered: bool | None,
        is_reference: bool,
    ) -> Subgroup | tuple[NewDimension, str]:
        """Return a subgroup by its dimension and name, or where the file brings it along. Raises ``ValidationError``."""
        known = self.dimensions.get(dimension) or self._dimensions_by_name.get(dimension.casefold())
        if known is None:
            return self._new_group(dimension, name, order, is_ordered, is_reference)
        groups = self.subgroups.get(known.pk, {})
        found = groups.get(name.casefold())
        if found is None and name.isascii() and name.isdigit() and len(name) < 4:
            found = self._by_position.get((known.pk, int(name)))
        if found is None:
            words = {"name": name[:60], "dimension": known.name}
            raise ValidationError(_("“%(name)s” is not a group of “%(dimension)s”.") % words)
        return found

    def _new_group(
        self,
        dimension: str,
        name: str,
        order: int | None,
        is_ordered: bool | None,
        is_reference: bool,
    ) -> tuple[NewDimension, str]:
        if len(dimension) > _LONGEST_NAME or len(name) > _LONGEST_NAME:
            raise ValidationError(
                _("A name can have at most %(most)s characters.") % {"most": _LONGEST_NAME}
            )
        new = self.new_dimensions.get(dimension.casefold())
        if new is None:
            new = NewDimension(dimension, bool(order) if is_ordered is None else is_ordered)
            self.new_dimensions[dimension.casefold()] = new
        if new.is_ordered and not order:
            raise ValidationError(
                _(
                    "“%(dimension)s” is ordered, so each of its groups needs its position in subgroup_order."
                )
                % {"dimension": dimension[:60]}
            )
        key = name.casefold()
        if key not in new.groups:
            position = order if new.is_ordered and order else len(new.groups) + 1
            if position in new.groups.values():
                raise ValidationError(_("Two groups have the same position in subgroup_order."))
            if len(new.groups) >= _MOST_GROUPS:
                raise ValidationError(
                    _("A dimension has at most %(most)s groups.") % {"most": _MOST_GROUPS}
                )
            new.groups[key] = position
        elif new.is_ordered and new.groups[key] != order:
            raise ValidationError(
                _("The group has a different position in subgroup_order in an earlier row.")
            )
        if is_reference:
            new.references.add(key)
        return new, name


def _unit(scale: float) -> str:
    if scale == 100:
        return "%"
    if scale == 1:
        return _("mean")
    return _("per %(scale)s") % {"scale": f"{scale:,.0f}"}


def _places_by_words() -> dict[str, list[Place]]:
    """Return places by code, by the codes of statistics and by name; a code is never ambiguous."""
    by_words: dict[str, list[Place]] = {}
    places = {place.pk: place for place in Place.objects.all()}
    for place in places.values():
        for name in dict.fromkeys(
            [place.name.casefold(), *(also.casefold() for also in place.also)]
        ):
            by_words.setdefault(name, []).append(place)
    for code in PlaceCode.objects.all():
        by_words[code.code.casefold()] = [places[code.place_id]]
    for place in places.values():
        by_words[place.code] = [place]
    return by_words
