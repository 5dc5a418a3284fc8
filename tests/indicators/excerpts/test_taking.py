"""Figures are taken out of one release, complete or not at all, and stay as they were."""

import datetime as dt
import json

import pytest

from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, SeriesBreak, Subgroup
from indicators.excerpts.drawing import description_of, figure_of, page_of
from indicators.excerpts.excerpt import Excerpt, ExcerptRefused, Picture, Selection
from indicators.excerpts.offering import offer_of
from indicators.excerpts.taking import take

pytestmark = pytest.mark.django_db


class Figures:
    """Cold homes in two towns, by tenths and by tenure, in three years."""

    def __init__(self):
        self.indicator = IndicatorFactory(code="cold-homes", name="Cold homes")
        self.release = ReleaseFactory(title="Cold homes, 2026")
        self.ely, self.roath = PlaceFactory(code="ely", name="Ely"), PlaceFactory(code="roath", name="Roath")  # fmt: skip
        self.fifths = self.dimension("fifths", is_ordered=True, count=4)
        self.tenure = self.dimension("tenure", is_ordered=False, count=3)

    def dimension(self, code, *, is_ordered, count):
        dimension = Dimension.objects.create(code=code, name=code.title(), is_ordered=is_ordered, first_label="Poorest" if is_ordered else "", last_label="Richest" if is_ordered else "")  # fmt: skip
        for position in range(1, count + 1):
            Subgroup.objects.create(dimension=dimension, name=f"{code} {position}", position=position)  # fmt: skip
        return dimension

    def put(self, *values, place=None, year=2020, by=None, release=None, **words):
        groups = list(by.subgroups.in_order()) if by else [None]
        for group, value in zip(groups, values, strict=True):
            ObservationFactory(
                release=release or self.release,
                indicator=self.indicator,
                place=place or self.ely,
                year=year,
                subgroup=group,
                value=value,
                **words,
            )


@pytest.fixture
def figures():
    return Figures()


def chosen(picture, **words):
    return Selection(indicator="cold-homes", picture=picture, **{"places": ("ely",), **words})


def test_groups_of_the_latest_period_with_their_line_and_source(figures):
    figures.put(40, 30, 20, 10, by=figures.fifths, year=2019, population=100.0)
    figures.put(44, 31, 22, 11, by=figures.fifths, year=2020, population=100.0)

    taken = take(chosen(Picture.LINE, dimension="fifths"))

    excerpt = taken.excerpt
    assert (excerpt.period, excerpt.place, excerpt.rows[0].values) == ("2020", "Ely", (44, 31, 22, 11))  # fmt: skip
    assert (taken.indicator, taken.release) == (figures.indicator, figures.release)
    figure = figure_of(excerpt, name="f")
    assert figure.title == "Cold homes, Ely, 2020"
    assert figure.source == "Office of Examples: Cold homes, 2026. Period: 2020."
    assert figure.rows[-1][0] == "Slope index"
    assert page_of(excerpt) == "/indicators/cold-homes/?place=ely&sex=persons&by=fifths"
    assert description_of(excerpt) == "Cold homes: from 44.0 (fifths 1) to 11.0 (fifths 4)."


def test_an_excerpt_is_the_same_after_a_time_in_the_database(figures):
    figures.put(40, 30, 20, 10, by=figures.fifths, population=100.0, count=3.0, lower=1.0, upper=90.0)  # fmt: skip

    excerpt = take(chosen(Picture.LINE, dimension="fifths")).excerpt

    assert Excerpt.from_plain(json.loads(json.dumps(excerpt.to_plain()))) == excerpt


def test_two_places_two_periods_are_four_series_and_five_do_not_fit(figures):
    for place in (figures.ely, figures.roath):
        for year in (2018, 2019, 2020):
            figures.put(4, 3, 2, 1, by=figures.fifths, year=year, place=place)
    both = {"places": ("ely", "roath"), "dimension": "fifths"}

    excerpt = take(chosen(Picture.GROUPS, periods=("2019", "2020"), **both)).excerpt

    assert [row.name for row in excerpt.rows] == ["Ely, 2019", "Ely, 2020", "Roath, 2019", "Roath, 2020"]  # fmt: skip
    with pytest.raises(ExcerptRefused, match="6 series"):
        take(chosen(Picture.GROUPS, periods=("2018", "2019", "2020"), **both))


def test_trend_ends_slopes_and_places(figures):
    for year, value in ((2018, 30), (2019, 28), (2020, 25)):
        figures.put(value, year=year)
        figures.put(value - 5, year=year, place=figures.roath)
        figures.put(value + 9, value, value - 5, value - 9, by=figures.fifths, year=year)

    trend = take(chosen(Picture.TREND, places=("ely", "roath"))).excerpt
    ends = take(chosen(Picture.ENDS, dimension="fifths")).excerpt
    slopes = take(chosen(Picture.SLOPE_TREND, dimension="fifths")).excerpt
    places = take(chosen(Picture.PLACES, places=("roath", "ely"))).excerpt

    assert (trend.period, [row.values for row in trend.rows]) == ("2018 to 2020", [(30, 28, 25), (25, 23, 20)])  # fmt: skip
    assert [(row.name, row.values) for row in ends.rows] == [("fifths 1", (39, 37, 34)), ("fifths 4", (21, 19, 16))]  # fmt: skip
    assert [panel.label for panel in slopes.panels] == ["Average, % of homes", "Slope index, percentage points"]  # fmt: skip
    assert slopes.panels[1].rows[0].values == pytest.approx((-23.6, -23.6, -23.6))
    assert (places.labels, places.rows[0].values, places.period) == (("Roath", "Ely"), (20, 25), "2020")  # fmt: skip
    for excerpt in (trend, ends, slopes, places):
        assert "<svg" in figure_of(excerpt, name="f").html


def test_a_group_without_a_figure_is_left_out_of_bars_and_keeps_a_line_away(figures):
    figures.put(40, 30, 20, by=figures.tenure)
    figures.put(40, None, 20, 10, by=figures.fifths, flag="missing")

    bars = take(chosen(Picture.GROUPS, dimension="tenure")).excerpt
    gradient = take(chosen(Picture.GROUPS, dimension="fifths")).excerpt

    assert [row[0] for row in figure_of(bars, name="f").rows] == ["tenure 1", "tenure 2", "tenure 3"]  # fmt: skip
    assert gradient.labels == ("fifths 1", "fifths 3", "fifths 4")
    with pytest.raises(ExcerptRefused, match="A line needs"):
        take(chosen(Picture.LINE, dimension="fifths"))


def test_no_line_is_drawn_over_a_break(figures):
    for year in (2017, 2018, 2019, 2020):
        figures.put(year - 2000, year=year)
    SeriesBreak.objects.create(release=figures.release, indicator=figures.indicator, starts_on=dt.date(2019, 1, 1), note="New question")  # fmt: skip

    assert take(chosen(Picture.TREND)).excerpt.labels == ("2019", "2020")
    with pytest.raises(ExcerptRefused, match="breaks between"):
        take(chosen(Picture.TREND, periods=("2018", "2019")))


def test_the_release_with_all_of_it_is_taken_and_releases_are_never_joined(figures):
    other = ReleaseFactory(title="Another vintage")
    figures.put(30, year=2018)
    figures.put(31, year=2019)
    figures.put(99, year=2020, release=other)

    assert take(chosen(Picture.TREND)).release == figures.release
    with pytest.raises(ExcerptRefused, match="two periods"):
        take(chosen(Picture.TREND, release=other.pk))


@pytest.mark.parametrize(
    ("picture", "words", "said"),
    [
        (Picture.LINE, {"dimension": "tenure"}, "no order"),
        (Picture.GROUPS, {"dimension": "no-such"}, "Choose the groups"),
        (Picture.GROUPS, {"dimension": "fifths", "places": ("atlantis",)}, "no place “atlantis”"),
        (Picture.GROUPS, {"dimension": "fifths", "places": ()}, "Choose a place"),
        (Picture.GROUPS, {"dimension": "fifths", "periods": ("1066",)}, "No release has"),
        (Picture.GROUPS, {"dimension": "fifths", "release": 10**12}, "no published figures"),
        (Picture.TREND, {}, "no such figures"),
        (Picture.PLACES, {"places": ("ely", "roath")}, "no such figures"),
        (Picture.GROUPS, {"dimension": "fifths", "sexes": ("female",)}, "No release has"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(figures, picture, words, said):
    figures.put(40, 30, 20, 10, by=figures.fifths)

    with pytest.raises(ExcerptRefused, match=said):
        take(chosen(picture, **words))


def test_figures_of_drafts_are_taken_by_nobody(figures):
    draft = ReleaseFactory(state="draft")
    figures.put(30, year=2018, release=draft)

    with pytest.raises(ExcerptRefused, match="no indicator “cold-homes”"):
        take(chosen(Picture.TREND))


def test_an_offer_names_what_there_is_the_latest_first(figures, django_assert_max_num_queries):
    figures.put(40, 30, 20, 10, by=figures.fifths, year=2019, sex="male")
    figures.put(40, 30, 20, by=figures.tenure, year=2020, sex="male")

    with django_assert_max_num_queries(7):
        offer = offer_of(figures.indicator)

    assert offer.places == [("ely", "Ely")]
    assert [code for code, _name in offer.dimensions] == ["fifths", "tenure"]
    assert [label for label, _same in offer.periods] == ["2020", "2019"]
    assert offer.usual == Selection(indicator="cold-homes", picture=Picture.LINE, dimension="fifths", places=("ely",), sexes=("male",))  # fmt: skip
    assert take(offer.usual).excerpt.period == "2019"
