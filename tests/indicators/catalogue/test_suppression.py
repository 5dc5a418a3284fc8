"""Small numbers are hidden, and so is what they could be derived from."""

import pytest

from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.actions.suppression import suppress_small_numbers
from indicators.catalogue.models import Dimension, Observation, Subgroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return ReleaseFactory(state="draft")


@pytest.fixture
def indicator():
    return IndicatorFactory(minimum_count=10)


@pytest.fixture
def groups():
    dimension = Dimension.objects.create(code="tenths", name="Tenths", is_ordered=True)
    return [
        Subgroup.objects.create(dimension=dimension, name=f"Decile {n}", position=n)
        for n in range(1, 5)
    ]


def hidden() -> dict[str, str]:
    rows = Observation.objects.exclude(hidden="").values_list("subgroup__name", "sex", "hidden")
    return {group or sex: why for group, sex, why in rows}


def test_one_small_group_takes_the_least_of_the_others_along(release, indicator, groups):
    place = PlaceFactory()
    for group, count in zip(groups, (4, 60, 30, 80), strict=True):
        ObservationFactory(
            release=release, indicator=indicator, place=place, subgroup=group, count=count, population=100, lower=1, upper=90
        )  # fmt: skip
    ObservationFactory(release=release, indicator=indicator, place=place, count=174)

    assert suppress_small_numbers(release=release) == 2

    assert hidden() == {"Decile 1": "small", "Decile 3": "derived"}
    gone = Observation.objects.exclude(hidden="")
    assert set(gone.values_list("value", "count", "lower", "upper", "population")) == {
        (None, None, None, None, 100)
    }


def test_two_small_groups_that_are_large_enough_together_hide_nothing_else(
    release, indicator, groups
):
    place = PlaceFactory()
    for group, count in zip(groups, (6, 7, 30, 0), strict=True):
        ObservationFactory(
            release=release, indicator=indicator, place=place, subgroup=group, count=count
        )

    suppress_small_numbers(release=release)

    assert hidden() == {"Decile 1": "small", "Decile 2": "small"}


def test_two_small_groups_that_are_too_small_together_hide_a_third(release, indicator, groups):
    place = PlaceFactory()
    for group, count in zip(groups, (3, 4, 30, 50), strict=True):
        ObservationFactory(
            release=release, indicator=indicator, place=place, subgroup=group, count=count
        )

    suppress_small_numbers(release=release)

    assert hidden() == {"Decile 1": "small", "Decile 2": "small", "Decile 3": "derived"}


def test_the_other_sex_is_hidden_too(release, indicator):
    place = PlaceFactory()
    for sex, count in (("persons", 44), ("male", 40), ("female", 4)):
        ObservationFactory(release=release, indicator=indicator, place=place, sex=sex, count=count)

    suppress_small_numbers(release=release)

    assert hidden() == {"female": "small", "male": "derived"}


def test_a_neighbouring_place_is_hidden_where_the_wider_one_tells_the_sum(release, indicator):
    wide = PlaceFactory()
    towns = [PlaceFactory(parent=wide) for _ in range(3)]
    for town, count in zip(towns, (3, 50, 40), strict=True):
        ObservationFactory(release=release, indicator=indicator, place=town, count=count)
    assert suppress_small_numbers(release=release) == 1
    Observation.objects.all().delete()

    for town, count in zip([wide, *towns], (93, 3, 50, 40), strict=True):
        ObservationFactory(release=release, indicator=indicator, place=town, count=count)
    suppress_small_numbers(release=release)

    assert set(Observation.objects.exclude(hidden="").values_list("place", "hidden")) == {
        (towns[0].pk, "small"),
        (towns[2].pk, "derived"),
    }


def test_a_place_is_hidden_beside_another_where_those_between_are_left_out(release, indicator):
    country = PlaceFactory()
    towns = [PlaceFactory(parent=PlaceFactory(parent=country)) for _ in range(3)]
    for place, count in zip([country, *towns], (93, 3, 50, 40), strict=True):
        ObservationFactory(release=release, indicator=indicator, place=place, count=count)

    suppress_small_numbers(release=release)

    assert set(Observation.objects.exclude(hidden="").values_list("place", "hidden")) == {
        (towns[0].pk, "small"),
        (towns[2].pk, "derived"),
    }


def test_zero_is_told_and_no_limit_hides_nothing(release, indicator):
    ObservationFactory(release=release, indicator=indicator, count=0)
    ObservationFactory(release=release, indicator=IndicatorFactory(), count=2)

    assert suppress_small_numbers(release=release) == 0


def test_a_hidden_sum_is_not_told_by_its_parts(release, indicator):
    wide = PlaceFactory()
    small, large = PlaceFactory(parent=wide), PlaceFactory(parent=wide)
    for place, sex, count in (
        (wide, "persons", 43),
        (small, "persons", 3),
        (large, "persons", 40),
        (large, "male", 18),
        (large, "female", 22),
    ):
        ObservationFactory(release=release, indicator=indicator, place=place, sex=sex, count=count)

    suppress_small_numbers(release=release)

    shown = Observation.objects.filter(place=large, hidden="")
    assert not {"male", "female"} <= set(shown.values_list("sex", flat=True))


def test_a_small_number_that_value_and_population_tell_is_hidden(release, indicator):
    for value, population in ((4, 50), (0, 50), (40, 50)):
        ObservationFactory(
            release=release, indicator=indicator, place=PlaceFactory(), value=value, count=None, population=population
        )  # fmt: skip

    suppress_small_numbers(release=release)

    assert list(Observation.objects.order_by("pk").values_list("value", "hidden")) == [
        (None, "small"),
        (0, ""),
        (40, ""),
    ]


@pytest.mark.parametrize(
    ("has_all_ages", "hidden_ages"), [(True, {"0-4", "5-9"}), (False, {"0-4"})]
)
def test_another_age_is_hidden_where_all_ages_tell_the_sum(
    release, indicator, has_all_ages, hidden_ages
):
    place = PlaceFactory()
    ages = {"0-4": 3, "5-9": 30, "10-14": 40} | ({"": 73} if has_all_ages else {})
    for age, count in ages.items():
        ObservationFactory(release=release, indicator=indicator, place=place, age=age, count=count)

    suppress_small_numbers(release=release)

    gone = Observation.objects.exclude(hidden="")
    assert set(gone.values_list("age", flat=True)) == hidden_ages


def test_totals_by_sex_and_by_group_do_not_tell_a_hidden_number_together(
    release, indicator, groups
):
    place = PlaceFactory()
    table = {"male": (3, 11, 40, 3), "female": (110, 0, 9, 167)}
    table["persons"] = tuple(map(sum, zip(*table.values(), strict=True)))
    for sex, counts in table.items():
        for group, count in zip([*groups, None], [*counts, sum(counts)], strict=True):
            ObservationFactory(
                release=release, indicator=indicator, place=place, sex=sex, subgroup=group, count=count
            )  # fmt: skip

    suppress_small_numbers(release=release)

    gone = Observation.objects.exclude(hidden="").values_list("sex", "subgroup__position")
    # There are no women in the second tenth: all persons there are the men, of whom the number is hidden.
    assert {("male", 2), ("persons", 2)} <= set(gone)
    assert ("female", 2) not in gone
