"""A plan, and the indicator that it can start from."""

import datetime as dt

import pytest

from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, Subgroup
from tests.courses.plans.baselines import NOW
from tests.shared import shared


@shared
def town():
    return PlaceFactory(code="bury", name="Bury")


@shared
def indicator(town):
    """Cold homes in fifths of Bury, 30 to 10 per cent, in one release, and 20 per cent in the whole town."""
    indicator = IndicatorFactory(code="cold-homes", name="Cold homes")
    fifths = Dimension.objects.create(
        code="fifths", name="Fifths of areas", is_ordered=True,
        first_label="Most deprived", last_label="Least deprived",
    )  # fmt: skip
    release = ReleaseFactory(title="Cold homes 2020")
    for number in range(1, 6):
        subgroup = Subgroup.objects.create(
            dimension=fifths, name=f"Fifth {number}", position=number
        )
        ObservationFactory(
            release=release, indicator=indicator, place=town, subgroup=subgroup,
            value=35.0 - 5 * number, population=1_000,
        )  # fmt: skip
    ObservationFactory(release=release, indicator=indicator, place=town, value=20.0)
    return indicator


@shared
def plan(town):
    return ActionPlanFactory(at=NOW - dt.timedelta(weeks=7), place="Bury", title="Warm homes")


@pytest.fixture
def owner_client(client, plan):
    client.force_login(plan.owner)
    return client
