"""Progress: all values are in the table, none are joined, and the target is a line of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import About, Step, progress_chart
from core.charts.series import LARGEST, written

ABOUT = About(name="p", title="Cold homes", description="x", unit="%", source="s", licence="l")
NUMBERS = st.floats(-LARGEST + 1, LARGEST - 1, allow_nan=False)


@st.composite
def steps(draw):
    ends = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    has_limits = draw(st.booleans())
    label = draw(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
    )
    return Step(label, label, ends[1], *((ends[0], ends[2]) if has_limits else ()))


@given(st.lists(steps(), min_size=1, max_size=7), st.none() | steps())
def test_any_values_are_written_in_the_table(values, target):
    figure = progress_chart(ABOUT, values, target=target)

    everything = [*values, *([target] if target else [])]
    assert [row[0] for row in figure.rows] == [step.label for step in everything]
    for row, step in zip(figure.rows, everything, strict=True):
        assert row[1].startswith(written(step.value, 1))


def test_the_target_is_a_dashed_line_and_values_are_not_joined():
    values = [Step("Baseline", "2020", -10.0), Step("After 6 weeks", "6 weeks", -9.0)]

    figure = progress_chart(ABOUT, values, target=Step("Target", "Target", -7.0))

    assert "polyline" not in figure.svg
    assert figure.columns == ["When", "%"]
    assert figure.rows == [["Baseline", "−10.0"], ["After 6 weeks", "−9.0"], ["Target", "−7.0"]]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), LARGEST])
def test_what_cannot_be_drawn_is_refused(value):
    with pytest.raises(ValueError, match="not a number, or too large"):
        progress_chart(ABOUT, [Step("Baseline", "2020", value)])
    with pytest.raises(ValueError, match="a value to start from"):
        progress_chart(ABOUT, [])
