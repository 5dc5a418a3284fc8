"""The steps that explain a measure lead to the number of the engine, whatever the groups."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.measures.groups import groups_of
from indicators.measures.kinds import Better, Kind
from indicators.measures.refusals import MeasureRefused
from indicators.measures.working import EXPLAINED, answer_of, number, working_of

some_groups = st.lists(
    st.tuples(
        st.floats(0.5, 99, allow_nan=False).map(lambda n: round(n, 4)),
        st.integers(1, 10**6),
    ),
    min_size=3,
    max_size=12,
)


def made(rows, *, is_ordered=True, better=Better.UNKNOWN, has_populations=True):
    values, people = zip(*rows, strict=True)
    return groups_of(
        values,
        populations=people if has_populations else None,
        kind=Kind.PROPORTION,
        per=100,
        is_ordered=is_ordered,
        better=better,
    )


@pytest.mark.parametrize("measure", EXPLAINED)
@settings(max_examples=40, deadline=None)
@given(rows=some_groups, has_populations=st.booleans(), better=st.sampled_from(Better))
def test_the_steps_lead_to_the_number_of_the_engine(measure, rows, has_populations, better):
    groups = made(rows, has_populations=has_populations, better=better)
    try:
        answer = answer_of(groups, measure).value
    except MeasureRefused:
        with pytest.raises(MeasureRefused):
            working_of(groups, measure)
        return

    working = working_of(groups, measure)

    assert working.value == pytest.approx(answer, rel=1e-7, abs=1e-9)
    assert all(len(row) == len(step.columns) for step in working.steps for row in step.rows)


def test_a_slope_index_is_worked_out_in_words_and_tables():
    groups = made([(24.0, 3000), (20.0, 2500), (15.0, 2000), (12.0, 1500), (9.0, 1000)])

    places, average, sums, divided, said = working_of(groups, "slope_index").steps

    assert places.rows[0] == ("1", "24", "3,000", "0.3000", "0.1500")
    assert average.text.endswith("17.9.")
    assert sums.rows[-1][0] == "Sum"
    assert divided.text.startswith("Divide the sum of A by the sum of B: −1.4")
    assert said.text.startswith("The slope index is −18.")


def test_groups_without_an_order_have_a_difference_and_no_slope():
    groups = made([(10, 5), (30, 5), (20, 5)], is_ordered=False)

    assert working_of(groups, "difference").value == 20
    with pytest.raises(MeasureRefused):
        working_of(groups, "slope_index")


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (-0.000001234567, "−0.00000123"), (1234567.891, "1,234,568"), (17.9, "17.9"), (-7.8, "−7.8"), (0.07, "0.07")],
)  # fmt: skip
def test_numbers_of_the_steps_have_digits_that_count(value, said):
    assert number(value) == said
