"""LaTeX becomes MathML, and nothing else does."""

import pytest

from core.formulas import NotAFormula, formula_html, unreadable_in, with_formulas
from core.text import render_markdown
from courses.lessons.lesson_text import not_shown_in, render_body


def test_a_formula_in_a_sentence_and_one_apart():
    inline = with_formulas(render_markdown("It is $`a_1 < b`$ here."))
    apart = with_formulas(render_markdown(r"$`\frac{a}{b}`$"))

    assert inline == (
        '<p>It is <math alttext="a_1 &lt; b" display="inline"><mrow><msub><mi>a</mi><mn>1</mn></msub>'
        "<mo>&lt;</mo><mi>b</mi></mrow></math> here.</p>\n"
    )
    assert apart == (
        r'<div class="formula" tabindex="0"><math alttext="\frac{a}{b}" display="block"><mrow><mfrac><mrow><mi>a</mi>'
        "</mrow><mrow><mi>b</mi></mrow></mfrac></mrow></math></div>\n"
    )


@pytest.mark.parametrize("text", ["It costs $5 to $6.", "`code` and $ `a`$", "US$`", "$``$"])
def test_money_and_code_stay_what_they_are(text):
    plain = render_markdown(text)

    assert with_formulas(plain) == plain


@pytest.mark.parametrize(
    ("latex", "unknown"),
    [(r"\frac{", ""), (r"\nonsense{x}", r"\nonsense"), ("{" * 900, ""), ("x" * 1_001, "")],
    ids=["open", "unknown", "deep", "long"],
)
def test_what_cannot_be_read_is_told_and_stays_as_typed(latex, unknown):
    plain = render_markdown(f"$`{latex}`$")

    assert list(unreadable_in(plain)) == [(latex, unknown)]
    assert with_formulas(plain) == plain


@pytest.mark.parametrize(
    "latex",
    [r"\href{javascript:alert(1)}{x}", r"\text{<script>alert(1)</script>}", r'\text{" onx="}'],
)
def test_a_formula_brings_no_markup_of_its_own(latex):
    try:
        written = formula_html(latex)
    except NotAFormula:
        return

    assert "<script" not in written
    assert "href=" not in written.replace("\\href", "")
    assert '"' not in written.split('alttext="')[1].split('" display')[0]


def test_lessons_have_formulas_and_their_authors_hear_of_broken_ones():
    assert "<mfrac>" in render_body(r"See $`\frac{a}{b}`$.", [])
    assert list(not_shown_in(r"See $`\nonsense{x}`$.")) == [
        r"The formula “\nonsense{x}” is shown as you typed it: we do not know \nonsense."
    ]
