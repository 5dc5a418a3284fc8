"""The parts that line charts share: value axis, labels at both ends, labels under the groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .drawing import LINE, TEXT, WIDTH, Anchor, Drawing, fit, text_width
from .series import Scale, Series, round_ticks, spread_apart, written

_GAP = 8.0


@dataclass(frozen=True)
class Plot:
    """A frame with a value axis; ``x`` places a share between 0 and 1, ``y`` a value."""

    left: float
    right: float
    scale: Scale

    def x(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.scale(value)


def draw_frame(
    drawing: Drawing,
    series: Sequence[Series],
    *,
    top: float,
    height: float,
    decimals: int,
    from_zero: bool,
    extra: Sequence[float] = (),
) -> Plot:
    """Draw the grid and its numbers. ``extra`` are values beside the series that must fit, as a fitted line's ends."""
    numbers = [*extra, *(number for one in series for number in one.everything)]
    scale = Scale(
        round_ticks(numbers, from_zero=from_zero, about=max(2, int(height // 40))),
        top + height,
        top,
    )
    labels = [written(tick, scale.decimals) for tick in scale.ticks]
    axis = max(text_width(label) for label in labels) + _GAP
    ends = (
        max(text_width(written(one.values[n], decimals)) for one in series for n in (0, -1))
        + 2 * _GAP
    )
    for tick, label in zip(scale.ticks, labels, strict=True):
        drawing.line(axis, scale(tick), WIDTH - 2, scale(tick))
        drawing.text(axis - _GAP / 2, scale(tick) + TEXT / 3, label, anchor="end", kind="quiet")
    return Plot(left=axis + ends, right=WIDTH - 2 - ends, scale=scale)


def draw_ends(drawing: Drawing, plot: Plot, series: Sequence[Series], *, decimals: int) -> None:
    """Write each series' first and last value beside it, moved apart where they would meet."""
    sides: tuple[tuple[int, float, Anchor], ...] = (
        (0, plot.left - _GAP, "end"),
        (-1, plot.right + _GAP, "start"),
    )
    for n, x, anchor in sides:
        heights = spread_apart(
            [plot.y(one.values[n]) for one in series],
            distance=TEXT + 3,
            top=plot.scale.top,
            bottom=plot.scale.bottom,
        )
        for number, (one, y) in enumerate(zip(series, heights, strict=True), start=1):
            text = written(one.values[n], decimals)
            drawing.text(x, y + TEXT / 3, text, anchor=anchor, kind=f"value-{number}")


def draw_groups(
    drawing: Drawing, plot: Plot, places: Sequence[float], labels: Sequence[str], *, y: float
) -> None:
    """Write labels under their places: the first, the last, and as many between as have room."""
    room = 2 * min(plot.left, WIDTH - plot.right) - 2
    widest = min(room, (plot.right - plot.left) / 2 - 4)
    texts = [fit(label, widest) for label in labels]
    spans = [
        (plot.x(place) - text_width(text) / 2, plot.x(place) + text_width(text) / 2)
        for place, text in zip(places, texts, strict=True)
    ]
    step = next(
        (s for s in range(1, len(places)) if _has_room(spans, s)),
        max(1, len(places) - 1),
    )
    for n in _shown(len(places), step):
        drawing.text(plot.x(places[n]), y, texts[n], anchor="middle", kind="quiet")


def draw_legend(drawing: Drawing, names: Sequence[tuple[int, str, bool]], *, top: float) -> float:
    """Write one line for each series (number, name, whether it is a fitted line); return where they end."""
    for series, name, is_line in names:
        y = top + LINE / 2
        if is_line:
            drawing.line(4, y, 28, y, series=series, dashed=True)
        else:
            drawing.marker(16, y, series=series)
        drawing.text(36, y + TEXT / 3, fit(name, WIDTH - 40))
        top += LINE
    return top


def _shown(count: int, step: int) -> list[int]:
    shown = list(range(0, count, step))
    if shown[-1] != count - 1:
        shown[-1 if len(shown) > 1 else len(shown) :] = [count - 1]
    return shown


def _has_room(spans: Sequence[tuple[float, float]], step: int) -> bool:
    shown = _shown(len(spans), step)
    return all(spans[a][1] + 4 <= spans[b][0] for a, b in pairwise(shown))
