"""All measures at once, what cannot be, and the words."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.measures.catalogue import BY_CODE, MEASURES
from indicators.measures.comparisons import ratio
from indicators.measures.everything import measure_everything
from indicators.measures.groups import groups_of
from indicators.measures.kinds import Better, Kind, RatioOf
from indicators.measures.refusals import MeasureRefused
from indicators.measures.slope import relative_index
from indicators.measures.words import Wording, first_sentence, sentence

FIFTHS = ["Fifth 1", "Fifth 2", "Fifth 3", "Fifth 4", "Fifth 5"]


def smokers(**more):
    given_ = {
        "populations": [4000, 3000, 2500, 2000, 1500],
        "counts": [900, 510, 380, 240, 150],
        "kind": Kind.PROPORTION,
        "per": 100,
        "names": FIFTHS,
        "better": Better.LOWER,
    }
    return groups_of([None] * 5, **(given_ | more))


def test_every_measure_of_the_catalogue_is_either_given_or_refused():
    for groups in (
        smokers(reference=4),
        groups_of([1, 2, 3], is_ordered=False),
        groups_of([1]),
        groups_of([0, 0, 0], kind=Kind.RATE, per=1000),
    ):
        report = measure_everything(groups, draws=500)

        named = [one.measure for one in (*report.results, *report.refusals)]
        assert sorted(named) == sorted(measure.code for measure in MEASURES)


def test_ordered_proportions_with_counts_have_all_measures_and_two_come_first():
    report = measure_everything(smokers(reference=4), draws=500)

    assert report.refusals == ()
    assert [one.measure for one in report.first_two] == ["slope_index", "relative_index"]
    assert all(one.intervals for one in report.results)


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("difference", "The value is 12.5\u00a0percentage points higher in the most disadvantaged group than in the least disadvantaged."),
        ("ratio", "The value in the most disadvantaged group is 2.25 times that in the least disadvantaged: higher in the most disadvantaged."),
        ("slope_index", "From the most to the least disadvantaged end of the population the line falls by 15.6\u00a0percentage points, from 24.5\u00a0% to 9.0\u00a0%: higher in the most disadvantaged."),
        ("relative_index", "The most disadvantaged end of the line is 2.73 times as high as the least disadvantaged end: higher in the most disadvantaged."),
        ("relative_index_over_average", "The slope is 93 % of the average: higher in the most disadvantaged."),
        ("concentration_index", "It is concentrated among the most disadvantaged (−0.146; 0 is equality)."),
        ("population_attributable_risk", "If every group had the value of Fifth 5, the average would be 6.8\u00a0percentage points lower."),
        ("excess_cases", "There are 880 more than if every group had the value of Fifth 5."),
        ("theil_index", "It is 35.0; 0 is equality. The measure has no direction."),
        ("mean_difference_from_best", "On average people's groups lie 6.8\u00a0percentage points from Fifth 5. The measure has no direction."),
    ],
)  # fmt: skip
def test_each_measure_says_in_words_where_the_value_is_higher(measure, words):
    groups = smokers()
    found = measure_everything(groups, draws=500).get(measure)

    assert sentence(found, groups, Wording("%")) == words


@pytest.mark.parametrize("ratio_of", RatioOf)
def test_a_ratio_names_the_end_that_stands_above_whichever_way_it_is_printed(ratio_of):
    groups = groups_of([60, 70, 80])

    words = [
        sentence(one, groups)
        for one in (ratio(groups, ratio_of=ratio_of), relative_index(groups, ratio_of=ratio_of))
    ]

    above = "most" if ratio_of is RatioOf.MOST_OVER_LEAST else "least"
    assert [f"{above} disadvantaged" in text.partition(" times ")[0] for text in words] == [
        True,
        True,
    ]
    assert all(text.endswith("higher in the least disadvantaged.") for text in words)


def test_the_first_sentence_holds_both_ends_side_by_side():
    assert first_sentence(smokers(), Wording("%")) == (
        "In the most disadvantaged group (Fifth 1) the value is 22.5\u00a0%, in the least disadvantaged (Fifth 5) "
        "10.0\u00a0%; the average is 16.8\u00a0%."
    )


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"values": [120, 10, 10]}, "Fifth 1: a proportion cannot be above 100"),
        ({"values": [-1, 10, 10]}, "Fifth 1: a proportion or rate cannot be negative"),
        ({"values": [1, None, 3], "lower": [0, 1, 2], "upper": [2, 2, 4]}, "Fifth 2: there is an interval without its value"),
        ({"values": [1, 2, 3], "lower": [0, 1, None], "upper": [2, 3, 4]}, "Fifth 3: one limit"),
        ({"values": [1, 2, 3], "lower": [0, 2.5, 1], "upper": [2, 3, 4]}, "Fifth 2: the value is outside"),
        ({"values": [1, 2, 3], "lower": [3, 1, 1], "upper": [0, 3, 4]}, "lower limit is above"),
        ({"values": [1, 2, 3], "standard_errors": [1, -1, 1]}, "Fifth 2: a standard error"),
        ({"values": [1, 2, 3], "populations": [1, 0, 1]}, "Fifth 2: each population"),
        ({"values": [1, 2, 3], "populations": [1, None, 1]}, "Fifth 2: each population"),
        ({"values": [1, 2, 3], "populations": [9, 9, 9], "counts": [1, 10, 1]}, "Fifth 2: the count is larger"),
        ({"values": [1, 2, 3], "counts": [1, -2, 1]}, "Fifth 2: a count"),
        ({"values": [1, 2, 3], "reference": 3}, "not one of the groups"),
        ({"values": [1, 2, None], "reference": 2}, "Fifth 3, has no value"),
        ({"values": [None, None, None]}, "No group has a value"),
        ({"values": [1, math.inf, 3]}, "too large"),
        ({"values": [1, 1e-20, 3]}, "too small"),
        ({"values": []}, "no groups"),
        ({"values": [1, 2, 3], "populations": [1, 2]}, "one value and one population"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_are_refused_with_the_name_of_the_group(columns, reason):
    length = len(columns["values"])

    with pytest.raises(MeasureRefused, match=reason):
        groups_of(**columns, names=FIFTHS[:length], kind=Kind.PROPORTION, per=100)


def test_what_is_doubtful_is_told_and_what_is_missing_invents_no_interval():
    groups = groups_of(
        [30, 17, 15.2, 12, 10],
        populations=[4000, 3000, 2500, 2000, 1500],
        counts=[900, 510, 380, 240, 150],
        standard_errors=[1, 1, 1, 1, None],
        names=FIFTHS,
        kind=Kind.PROPORTION,
        per=100,
    )  # fmt: skip

    assert [str(note) for note in groups.notes] == [
        "Fifth 1: the value is not its count over its population. The value is used.",
    ]
    assert [str(note) for note in groups_of([1, 2, 3], standard_errors=[1, None, 1]).notes] == [
        "No populations are given, so every group counts the same.",
        "Some standard errors are missing, so there are no intervals.",
    ]
    assert measure_everything(groups_of([3, 2, 1], kind=Kind.RATE)).get("ratio").intervals == ()


numbers = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-3, 200))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), size=st.integers(0, 7))
def test_any_figures_are_measured_or_refused_and_never_end_in_another_error(data, size):
    def column():
        return data.draw(st.lists(numbers, min_size=size, max_size=size))

    try:
        groups = groups_of(
            column(),
            populations=data.draw(st.one_of(st.none(), st.just([100] * size))),
            standard_errors=data.draw(st.one_of(st.none(), st.just(column()))),
            counts=data.draw(st.one_of(st.none(), st.just(column()))),
            kind=data.draw(st.sampled_from(Kind)),
            per=data.draw(st.sampled_from([1.0, 100.0])),
            is_ordered=data.draw(st.booleans()),
            better=data.draw(st.sampled_from(Better)),
        )
    except MeasureRefused as refusal:
        assert str(refusal)  # noqa: PT017
        return
    report = measure_everything(groups, draws=200)

    for result in report.results:
        assert math.isfinite(result.value), result.measure
        assert sentence(result, groups)
    assert all(BY_CODE[one.measure] and str(one.reason) for one in report.refusals)
