"""Charts: truthful, readable, and safe whatever the words and numbers."""

import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import (
    About,
    Bar,
    Figure,
    Panel,
    Series,
    Step,
    bar_chart,
    gradient_chart,
    progress_chart,
    trend_chart,
)
from core.charts.drawing import TEXT, WIDTH, fit, text_width
from core.charts.series import round_ticks, spread_apart, written

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = About(
    name="test",
    title="Title",
    description="Description",
    unit="years",
    source="Office",
    licence="Open Government Licence v3.0.",
)


@dataclass(frozen=True)
class Straight:
    """A fitted line."""

    bottom: float
    slope: float

    def at(self, share: float) -> float:
        return self.bottom + self.slope * share


def parsed(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)  # noqa: S314  (our own output)


anything = st.text(max_size=60)
number = st.floats(-8e6, 8e6)


def about(words: str) -> About:
    return About(name="x", title=words, description=words, unit=words, source=words, licence=words)


@st.composite
def series_of(draw: st.DrawFn, length: int) -> Series:
    values = draw(st.lists(number, min_size=length, max_size=length))
    reach = draw(st.floats(0, 1e6))
    with_interval = draw(st.booleans())
    people = draw(st.lists(st.floats(1, 1e6), min_size=length, max_size=length) | st.just([]))
    return Series(
        draw(anything),
        values,
        [v - reach for v in values] if with_interval else (),
        [v + reach for v in values] if with_interval else (),
        people,
    )


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    kind = draw(st.sampled_from(["gradient", "trend", "bars", "progress"]))
    words = about(draw(anything))
    if kind == "bars":
        values = draw(st.lists(st.floats(0, 8e6), min_size=1, max_size=8))
        reach = draw(st.floats(0, 1e6) | st.none())
        bars = [
            Bar(
                draw(anything),
                v,
                None if reach is None else max(0.0, v - reach),
                None if reach is None else v + reach,
            )
            for v in values
        ]
        return bar_chart(words, bars)
    if kind == "progress":
        values = draw(st.lists(number, min_size=1, max_size=8))
        reach = draw(st.floats(0, 1e6) | st.none())
        limits = [() if reach is None else (v - reach, v + reach) for v in values]
        made = [
            Step(draw(anything), draw(anything), v, *ends)
            for v, ends in zip(values, limits, strict=True)
        ]
        return progress_chart(words, made, target=draw(st.sampled_from([None, made[0]])))
    length = draw(st.integers(2, 14))
    labels = draw(st.lists(anything, min_size=length, max_size=length))
    series = draw(st.lists(series_of(length), min_size=1, max_size=4))
    if kind == "gradient":
        return gradient_chart(
            words,
            series,
            groups=labels,
            first=draw(anything),
            last=draw(anything),
            lines=[Straight(1, -3.5) for _one in series] if draw(st.booleans()) else (),
            from_zero=draw(st.booleans()),
        )
    return trend_chart(
        words, [Panel(draw(anything), series), Panel(draw(anything), series[:1])], periods=labels
    )


def boxes(figure: Figure) -> list[tuple[float, float, float, float, str]]:
    """The rectangle each text of a picture takes: left, top, right, bottom, text."""
    found = []
    for element in parsed(figure).iter(f"{SVG}text"):
        text = element.text or ""
        x, y, width = float(element.get("x", "")), float(element.get("y", "")), text_width(text)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[
            element.get("text-anchor", "")
        ]
        if text:
            found.append((left, y - TEXT * 0.78, left + width, y + TEXT * 0.22, text))
    return found


@settings(max_examples=150, deadline=None)
@given(figure=figures())
def test_any_words_and_numbers_make_a_well_formed_picture_without_overlapping_text(figure):
    picture = parsed(figure)
    _left, _top, width, height = (float(part) for part in picture.get("viewBox", "").split())
    numbers = re.findall(r'="([^"]*)"', re.sub(r"<(title|desc|text)[^>]*>[^<]*", "", figure.svg))

    assert [n for n in numbers if n.lower() in {"nan", "inf", "-inf"}] == []
    texts = boxes(figure)
    assert [
        t for t in texts if t[0] < -0.5 or t[2] > width + 0.5 or t[1] < -0.5 or t[3] > height + 0.5
    ] == []
    assert [
        (a[4], b[4])
        for a, b in combinations(texts, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.1 and min(a[3], b[3]) - max(a[1], b[1]) > 0.1
    ] == []


@settings(max_examples=50, deadline=None)
@given(words=anything)
def test_the_whole_figure_shows_words_as_words(words):
    figure = bar_chart(about(words), [Bar(words, 1)])

    tags = set(re.findall(r"<\s*([a-zA-Z]+)", figure.html))
    assert tags == {
        "figure", "p", "svg", "title", "desc", "text", "rect", "details", "summary", "div", "table",
        "caption", "thead", "tr", "th", "tbody", "td", "figcaption",
    }  # fmt: skip
    assert "style=" not in re.sub(r">[^<]*<", "><", figure.html)


def test_a_script_in_a_label_stays_text():
    figure = gradient_chart(
        about("<script>alert(1)</script>"), [Series("</svg><b>", [1.0, 2.0])], groups=["<i>", '"']
    )

    assert ("<script" in figure.html, "<b>" in figure.html, "<i>" in figure.html) == (False,) * 3


def test_a_gradient_shows_values_intervals_and_the_slope_in_its_table():
    series = Series("Share", [8, 6, 4, 2], [7, 5, 3, 1], [9, 7, 5, 3], [100] * 4)

    figure = gradient_chart(ABOUT, [series], groups=["1", "2", "3", "4"], lines=[Straight(9, -8)])

    assert figure.columns == ["Deprivation decile", "Share"]
    assert figure.rows == [
        ["1", "8.0 (7.0 to 9.0)"],
        ["2", "6.0 (5.0 to 7.0)"],
        ["3", "4.0 (3.0 to 5.0)"],
        ["4", "2.0 (1.0 to 3.0)"],
        ["Slope index", "−8.0"],
    ]
    assert "Line from 9.0 to 1.0: slope −8.0" in [text for *_box, text in boxes(figure)]


def test_points_of_a_straight_gradient_lie_on_its_line():
    """Groups of unequal size stand at the middle of their share, where the fitted line has their value."""
    series = Series("Straight", [9.6, 7.8, 4.2], populations=[100, 350, 550])
    shares = [0.05, 0.275, 0.725]
    values = [10 - 8 * share for share in shares]

    figure = gradient_chart(
        ABOUT,
        [Series("Straight", values, populations=series.populations)],
        groups=["a", "b", "c"],
        lines=[Straight(10, -8)],
    )

    picture = parsed(figure)
    line = next(
        e
        for e in picture.iter(f"{SVG}line")
        if e.get("class") == "chart-line chart-series-1" and float(e.get("x2", "")) > 40
    )
    x1, y1, x2, y2 = (float(line.get(k, "")) for k in ("x1", "y1", "x2", "y2"))
    points = [
        (float(e.get("cx", "")), float(e.get("cy", ""))) for e in picture.iter(f"{SVG}circle")
    ][1:]
    assert [y1 + (x - x1) / (x2 - x1) * (y2 - y1) for x, _y in points] == pytest.approx(
        [y for _x, y in points], abs=0.05
    )


def test_a_picture_has_a_role_a_name_and_a_description():
    figure = bar_chart(ABOUT, [Bar("One", 1)])

    picture = parsed(figure)
    assert (picture.get("role"), picture.get("aria-labelledby")) == (
        "img",
        "figure-test-title figure-test-description",
    )
    assert [(e.tag.removeprefix(SVG), e.get("id"), e.text) for e in list(picture)[:2]] == [
        ("title", "figure-test-title", "Title"),
        ("desc", "figure-test-description", "Description"),
    ]
    assert (figure.title, figure.description, figure.source, figure.licence) == (
        "Title",
        "Description",
        "Office",
        "Open Government Licence v3.0.",
    )


def test_a_trend_names_each_panel_in_its_table():
    panels = [
        Panel("Average, %", [Series("", [17.6, 20.1])]),
        Panel("Slope", [Series("Males", [-10.7, -17.2]), Series("Females", [-9, -12])]),
    ]

    figure = trend_chart(ABOUT, panels, periods=["2006/07", "2017/18"])

    assert figure.columns == ["Period", "Average, %", "Slope: Males", "Slope: Females"]
    assert figure.rows == [
        ["2006/07", "17.6", "−10.7", "−9.0"],
        ["2017/18", "20.1", "−17.2", "−12.0"],
    ]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: gradient_chart(ABOUT, [], groups=["a", "b"]), "one to four"),
        (
            lambda: gradient_chart(ABOUT, [Series("s", [1, 2])] * 5, groups=["a", "b"]),
            "one to four",
        ),
        (lambda: gradient_chart(ABOUT, [Series("s", [1])], groups=["a"]), "two groups"),
        (lambda: gradient_chart(ABOUT, [Series("s", [1])], groups=["a", "b"]), "one value"),
        (
            lambda: gradient_chart(ABOUT, [Series("s", [1, 2], [1, 2])], groups=["a", "b"]),
            "both ends",
        ),
        (
            lambda: gradient_chart(
                ABOUT, [Series("s", [1, 2], populations=[1])], groups=["a", "b"]
            ),
            "population",
        ),
        (
            lambda: gradient_chart(ABOUT, [Series("s", [1, float("nan")])], groups=["a", "b"]),
            "not a number",
        ),
        (
            lambda: gradient_chart(ABOUT, [Series("s", [1, float("inf")])], groups=["a", "b"]),
            "not a number",
        ),
        (lambda: gradient_chart(ABOUT, [Series("s", [1, 1e7])], groups=["a", "b"]), "too large"),
        (lambda: bar_chart(ABOUT, [Bar("b", 1e7)]), "too large"),
        (lambda: trend_chart(ABOUT, [], periods=["a", "b"]), "panel"),
        (lambda: bar_chart(ABOUT, []), "bar"),
        (lambda: bar_chart(ABOUT, [Bar("b", -1)]), "zero"),
        (lambda: bar_chart(ABOUT, [Bar("b", float("nan"))]), "zero"),
    ],
)
def test_what_cannot_be_drawn_truthfully_is_refused(make, reason):
    with pytest.raises(ValueError, match=reason):
        make()


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.89, 1, "1,234,567.9"),
        (-17.16, 1, "−17.2"),
        (-0.01, 1, "0.0"),
        (0, 0, "0"),
        (5.0, 0, "5"),
    ],
)
def test_numbers_are_written_for_people(value, decimals, text):
    assert written(value, decimals) == text


@given(low=number, span=st.floats(0, 8e6), from_zero=st.booleans())
def test_ticks_are_even_few_and_hold_the_data(low, span, from_zero):
    ticks = round_ticks([low, low + span], from_zero=from_zero)

    step = ticks[1] - ticks[0]
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= low + span - step * 1e-6
    assert [b - a for a, b in pairwise(ticks)] == pytest.approx([step] * (len(ticks) - 1), rel=1e-6)
    assert not from_zero or ticks[0] <= 0 <= ticks[-1]


@given(heights=st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_labels_are_moved_apart_and_stay_inside(heights):
    placed = sorted(spread_apart(heights, distance=17, top=0, bottom=100))

    assert all(b - a >= 17 - 1e-9 for a, b in pairwise(placed))
    assert -1e-9 <= placed[0] <= placed[-1] <= 100 + 1e-9


def test_a_long_text_is_cut_to_its_room():
    assert fit("Neighbourhood", 1000) == "Neighbourhood"
    assert text_width(fit("Neighbourhood " * 20, 100)) <= 100 < WIDTH
