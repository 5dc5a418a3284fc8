"""The calculator in the browser: a visitor pastes fifths, reads the slope index, corrects a column, takes it along."""

import re

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

FIGURES = "\n".join(
    (
        "Fifth\tSmokers\tAdults\tMembers",
        "Fifth 1\t900\t4,000\t77",
        "Fifth 2\t510\t3,000\t66",
        "Fifth 3\t380\t2,500\t55",
        "Fifth 4\t240\t2,000\t44",
        "Fifth 5\t150\t1,500\t33",
    )
)


def test_a_visitor_measures_pasted_figures(visitor):
    window = visitor()
    window.go("/indicators/calculator/")
    window.check("calculator")

    window.fill("Figures", FIGURES)
    window.fill("Title of the figures", "Smoking in our town")
    window.page.get_by_label("Which way is better").select_option("lower")
    window.press(re.compile("^Measure$"))
    window.sees("Smoking in our town")
    window.sees("the line falls by 15.6\u00a0percentage points")
    window.check("calculator-answer")

    window.page.get_by_label("Column 3: Adults").select_option("ignored")
    window.page.get_by_label("Column 2: Smokers").select_option("value")
    window.page.get_by_label("The values are").select_option("mean")
    window.press(re.compile("^Measure$"))
    window.sees("In the most disadvantaged group (Fifth 1) the value is 900.0")
    with window.page.expect_download() as coming:
        window.press("Chart as SVG")
    assert coming.value.suggested_filename == "smoking-in-our-town.svg"

    window.follow("Guide to the measures")
    window.check("measure-guide")
