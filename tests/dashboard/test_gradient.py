"""The public home shows the gradient in years of good health, where its figures are loaded."""

import pytest
from django.core.cache import cache

from dashboard.gradient import gradient_of_home
from indicators.catalogue.models import Indicator
from tests.dashboard.figures import years

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def test_without_figures_the_home_has_no_picture(client):
    assert gradient_of_home() == ""
    assert client.get("/").status_code == 200


def test_the_gradient_is_drawn_once_and_anew_when_figures_are_replaced(client, django_assert_num_queries):  # fmt: skip
    older = years(50, 60, 70)
    page = client.get("/").content.decode()
    with django_assert_num_queries(1):
        again = gradient_of_home()

    years(51, 61, 75, supersedes=older)
    renewed = gradient_of_home()

    assert again in page
    assert ("<td>70.0</td>" in again, "<td>75.0</td>" in renewed) == (True, True)


def test_a_group_without_a_figure_leaves_the_picture_out():
    years(50, 60, 70)
    Indicator.objects.get().observations.filter(value=60).update(value=None, flag="missing")

    assert gradient_of_home() == ""
