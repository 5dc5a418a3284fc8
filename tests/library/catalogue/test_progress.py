"""A table of progress in a text is drawn; every other table stays as it is."""

import pytest

from core.text import render_markdown
from library.catalogue.progress import has_progress, with_progress


def table(*rows: tuple[str, str], head: str = "Gap between tenths") -> str:
    lines = [("When", head), ("---", "---"), *rows]
    return render_markdown("\n".join(f"| {when} | {value} |" for when, value in lines))


def test_baseline_values_and_target_are_drawn_above_their_table():
    html = table(
        ("Baseline, 2020", "1,024.0 % (95 % interval: 1,018.0 to 1,030.5)"),
        ("After 6 weeks", "−3.25 %"),
        ("Target", "15.0 % by 1 January 2031"),
    )

    drawn = with_progress(html, name="result")

    assert drawn.endswith(html)
    assert drawn.count("<svg") == 1
    assert 'id="figure-result-1"' in drawn
    assert "<title" in drawn
    assert (
        "Baseline, 2020: 1,024.0 % (95 % interval: 1,018.0 to 1,030.5); After 6 weeks: −3.25 %; "
        "Target: 15.0 % by 1 January 2031." in drawn
    )
    assert ">1,024.00<" in drawn
    for mark in ("2020", "6 weeks", "Target"):
        assert f">{mark}</text>" in drawn
    assert has_progress(drawn)
    assert not has_progress(html)


def test_each_of_two_tables_has_a_picture_of_its_own():
    html = table(("Baseline", "4"), ("After 6 weeks", "3")) * 2

    drawn = with_progress(html)

    assert ["progress-1" in drawn, "progress-2" in drawn, "progress-3" in drawn] == [True, True, False]  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Baseline</p>",
        table(("Baseline", "4")),
        table(("Before", "4"), ("After", "3")),
        table(("Baseline", "many"), ("After", "3")),
        table(("Baseline", "4"), ("After", "few")),
        table(("Baseline", "4"), ("After", "99999999999")),
        table(("Baseline", "4"), ("After", "9" * 400)),
        table(("Baseline", "4"), *((f"After {n} weeks", "3") for n in range(9))),
        table(("Baseline", "(" * 3_000), ("After", "1 to " * 900)),
        render_markdown("| a | b | c |\n| --- | --- | --- |\n| Baseline | 1 | 2 |\n| After | 1 | 2 |"),
    ],
)  # fmt: skip
def test_every_other_text_stays_as_it_is(html):
    assert with_progress(html) == html


def test_what_people_write_is_shown_as_they_wrote_it():
    drawn = with_progress(
        table(("Baseline, \\<b\\>x", "4 \\<i\\>"), ("After & before", "3"), head="\\<script\\>")
    )

    assert "<svg" in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "<script>" not in drawn


def test_an_interval_the_wrong_way_round_is_not_drawn():
    drawn = with_progress(table(("Baseline", "4 (9 to 1)"), ("After", "3")))

    assert "chart-interval" not in drawn
    assert "<svg" in drawn
