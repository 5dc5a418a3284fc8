"""What can be taken out of the figures of an indicator: places, groups, sexes, ages, periods and releases that there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.catalogue.models import Dimension, Indicator, Observation, Release
from indicators.catalogue.states import Sex
from indicators.excerpts.excerpt import Picture, Selection
from indicators.profiles.indicator_page import places_with_figures
from library.vocabularies.models import Place

_SEXES = (Sex.PERSONS, Sex.FEMALE, Sex.MALE)
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offer:
    """The choices of one indicator, each list in the order in which it is offered."""

    indicator: Indicator
    places: Choices
    dimensions: Choices
    ordered: frozenset[str]
    sexes: Choices
    ages: Choices
    periods: Choices
    releases: Choices

    @property
    def usual(self) -> Selection:
        """Return what is shown first: the latest groups with their line where they have an order, else a trend."""
        dimension = self.dimensions[0][0] if self.dimensions else ""
        picture = Picture.TREND
        if dimension:
            picture = Picture.LINE if dimension in self.ordered else Picture.GROUPS
        return Selection(
            indicator=self.indicator.code,
            picture=picture,
            dimension=dimension,
            places=tuple(code for code, _name in self.places[:1]),
            sexes=tuple(sex for sex, _label in self.sexes[:1]),
            age=self.ages[0][0] if self.ages else "",
        )


def offer_of(indicator: Indicator, *, place: Place | None = None) -> Offer:
    """Return what is published and current of an indicator, or of it in one place. Seven queries, or six."""
    releases = {
        each.pk: each
        for each in Release.objects.current().filter(indicators=indicator).order_by("pk")
    }
    figures = Observation.objects.filter(indicator=indicator, release__in=list(releases)).order_by()
    if place is not None:
        figures = figures.filter(place=place)
    sexes = set(figures.values_list("sex", flat=True).distinct())
    ages = sorted(figures.values_list("age", flat=True).distinct())
    periods = dict(figures.order_by("ends_on").values_list("period", "ends_on").distinct())
    keys = figures.exclude(dimension=None).values_list("dimension", flat=True).distinct()
    dimensions = sorted(
        Dimension.objects.filter(pk__in=list(keys)),
        key=lambda each: (not each.is_ordered, each.name),
    )
    places = [place] if place is not None else places_with_figures(indicator, releases)
    newest_first = sorted(periods, key=lambda label: (periods[label], label), reverse=True)
    return Offer(
        indicator=indicator,
        places=[(each.code, each.name) for each in places],
        dimensions=[(each.code, each.name) for each in dimensions],
        ordered=frozenset(each.code for each in dimensions if each.is_ordered),
        sexes=[(sex.value, str(sex.label)) for sex in _SEXES if sex in sexes],
        ages=[(age, age) for age in ages if age],
        periods=[(label, label) for label in newest_first],
        releases=[(str(pk), release.title) for pk, release in releases.items()],
    )
