"""Made-up indicators and figures for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Polarity, ReleaseState, Sex, ValueType
from library.vocabularies.models import Place


class PlaceFactory(DjangoModelFactory):
    """A place at the top of the tree; ``PlaceFactory(parent=…)`` lies in another one."""

    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"town-{n}")
    name = factory.Sequence(lambda n: f"Town {n}")
    parent = None
    path = factory.LazyAttribute(
        lambda row: f"{row.parent.path}/{row.code}" if row.parent else row.code
    )


class IndicatorFactory(DjangoModelFactory):
    """A percentage of which less is better."""

    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"Cold homes {n}")
    definition = "Homes that cannot be kept warm."
    unit = "% of homes"
    value_type = ValueType.PROPORTION
    scale = 100
    polarity = Polarity.LOWER
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class ReleaseFactory(DjangoModelFactory):
    """A published release; ``ReleaseFactory(state="draft")`` is not published yet."""

    class Meta:
        model = Release

    title = factory.Sequence(lambda n: f"Cold homes, release {n}")
    publisher = "Office of Examples"
    licence = "OGL-UK-3.0"
    state = ReleaseState.PUBLISHED
    created_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyAttribute(
        lambda row: None if row.state == ReleaseState.DRAFT else row.created_at
    )
    withdrawal_reason = factory.LazyAttribute(
        lambda row: "An error was found." if row.state == ReleaseState.WITHDRAWN else ""
    )


class ObservationFactory(DjangoModelFactory):
    """A figure of a whole place in a calendar year. Its release learns of its indicator."""

    class Meta:
        model = Observation
        skip_postgeneration_save = True

    class Params:
        year = 2020

    release = factory.SubFactory(ReleaseFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    place = factory.SubFactory(PlaceFactory)
    period = factory.LazyAttribute(lambda row: str(row.year))
    starts_on = factory.LazyAttribute(lambda row: dt.date(row.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda row: dt.date(row.year, 12, 31))
    sex = Sex.PERSONS
    value = 20.0
    dimension = factory.LazyAttribute(lambda row: row.subgroup.dimension if row.subgroup else None)
    subgroup = None
    row_key = factory.Sequence(lambda n: n + 1)

    @factory.post_generation
    def covered(self, create: bool, _extracted: object, **_: object) -> None:
        self.release.indicators.add(self.indicator)
