"""What covers show: one motif for each look, drawn from numbers that the seed gives."""

import math
from collections.abc import Callable, Sequence

from core.covers.canvas import Canvas, Point

# Gives the next number from 0 to 1.
Dice = Callable[[], float]
Motif = Callable[[Canvas, Sequence[str], Dice], None]


def circles(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Discs that grow out of one point."""
    unit = min(canvas.width, canvas.height)
    x, y = canvas.width * (0.2 + 0.6 * dice()), canvas.height * (0.45 + 0.3 * dice())
    angle = math.tau * dice()
    for n in range(5):
        radius = unit * (0.62 - 0.12 * n)
        canvas.disc(x, y, radius, inks[n % len(inks)])
        step = unit * 0.08
        x, y = x + step * math.cos(angle), y + step * math.sin(angle)
    for _ in range(3):
        canvas.disc(
            canvas.width * dice(), canvas.height * dice(), unit * (0.04 + 0.05 * dice()), inks[0]
        )


def steps(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Draw a flight of stairs, with somebody at the top."""
    count = 4 + int(dice() * 3)
    wide = canvas.width / count
    rise = canvas.height * (0.62 + 0.1 * dice()) / count
    base = canvas.height * (0.9 - 0.1 * dice())
    for n in range(count):
        top = base - rise * n
        canvas.box(wide * n, top, wide + 1, canvas.height - top, inks[n % 3])
    radius = wide * 0.28
    canvas.disc(canvas.width - wide / 2, base - rise * (count - 1) - radius, radius, inks[3])
    canvas.disc(canvas.width * 0.18, canvas.height * 0.2, radius * (0.8 + dice()), inks[0])


def tiles(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Draw a floor of tiles: squares, quarters of circles and halves."""
    side = min(canvas.width, canvas.height) / 3
    for row in range(math.ceil(canvas.height / side)):
        for column in range(math.ceil(canvas.width / side)):
            x, y = column * side, row * side
            canvas.box(x, y, side + 1, side + 1, inks[int(dice() * 4)])
            kind, ink = int(dice() * 4), inks[int(dice() * 4)]
            if kind == 0:
                canvas.disc(x + side / 2, y + side / 2, side * 0.32, ink)
            elif kind == 1:
                canvas.area([(x, y), (x + side, y), (x, y + side)], ink)
            elif kind == 2:
                canvas.area(_quarter(x, y, side), ink)
            else:
                canvas.box(x, y + side / 2, side, side / 2 + 1, ink)


def bars(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Bars that rise like a social gradient, with a line above them."""
    count = 7 + int(dice() * 4)
    wide = canvas.width / count
    low, high = 0.2 + 0.15 * dice(), 0.62 + 0.2 * dice()
    for n in range(count):
        share = low + (high - low) * n / (count - 1) + 0.05 * (dice() - 0.5)
        top = canvas.height * (1 - share)
        canvas.box(wide * n + wide * 0.12, top, wide * 0.76, canvas.height - top, inks[n % 3])
    level = canvas.height * (0.1 + 0.08 * dice())
    canvas.stroke([(0, level), (canvas.width, level)], canvas.height * 0.025, inks[3])


def houses(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Draw a street of gabled houses under a moon."""
    unit = min(canvas.width, canvas.height)
    moon = unit * (0.1 + 0.06 * dice())
    canvas.disc(canvas.width * (0.15 + 0.7 * dice()), canvas.height * 0.24, moon, inks[3])
    for row, base in enumerate((0.78, 1.0)):
        x = -unit * 0.2 * dice()
        while x < canvas.width:
            wide = unit * (0.2 + 0.14 * dice())
            tall = unit * (0.22 + 0.16 * dice())
            _house(canvas, x, canvas.height * base, wide, tall, inks[row * 2 % 3 + int(dice() * 2)])
            x += wide
        canvas.box(0, canvas.height * base - 1, canvas.width, canvas.height * 0.24, inks[row])


def waves(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Waves, one before the other."""
    shift, beat = math.tau * dice(), 1 + dice()
    unit = min(canvas.width, canvas.height)
    canvas.disc(canvas.width * (0.2 + 0.6 * dice()), canvas.height * 0.3, unit * 0.16, inks[3])
    for n in range(5):
        level = canvas.height * (0.38 + 0.14 * n)
        swing = canvas.height * (0.05 + 0.03 * dice())
        crest = [
            (
                canvas.width * step / 24,
                level + swing * math.sin(math.tau * beat * step / 24 + shift + n),
            )
            for step in range(25)
        ]
        canvas.area([*crest, (canvas.width, canvas.height), (0, canvas.height)], inks[n % 3])


def weave(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Threads of many colours that cross and hold each other."""
    wide = min(canvas.width, canvas.height) / 9
    slant = canvas.height * (0.5 + 0.5 * dice())
    x = -slant
    while x < canvas.width + slant:
        canvas.stroke([(x, canvas.height), (x + slant, 0)], wide, inks[int(dice() * 4)])
        x += wide * 2.1
    x = -slant
    while x < canvas.width + slant:
        canvas.stroke([(x + slant, canvas.height), (x, 0)], wide * 0.55, inks[int(dice() * 4)])
        x += wide * 2.9


def hills(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Hills, one behind the other, and a sun with rings."""
    unit = min(canvas.width, canvas.height)
    x, y = canvas.width * (0.2 + 0.6 * dice()), canvas.height * (0.26 + 0.1 * dice())
    canvas.disc(x, y, unit * 0.15, inks[3])
    for n in range(1, 4):
        canvas.ring(x, y, unit * (0.15 + 0.09 * n), unit * 0.018, inks[3])
    for n in range(3):
        foot = canvas.height * (0.62 + 0.15 * n)
        width = canvas.width * (0.7 + 0.3 * dice())
        middle = canvas.width * dice()
        rise = canvas.height * (0.2 + 0.12 * dice())
        ridge = [
            (
                canvas.width * step / 20,
                foot
                - rise * math.exp(-(((canvas.width * step / 20 - middle) / (width / 2)) ** 2) * 2),
            )
            for step in range(21)
        ]
        canvas.area([*ridge, (canvas.width, canvas.height), (0, canvas.height)], inks[n])


def links(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Points on a loose grid, tied to their neighbours."""
    columns, rows = (5, 3) if canvas.width > canvas.height else (3, 5)
    unit = min(canvas.width, canvas.height)
    points: dict[tuple[int, int], Point] = {
        (column, row): (
            canvas.width * (column + 0.25 + 0.5 * dice()) / columns,
            canvas.height * (row + 0.25 + 0.5 * dice()) / rows,
        )
        for column in range(columns)
        for row in range(rows)
    }
    for (column, row), point in points.items():
        for neighbour in ((column + 1, row), (column, row + 1), (column + 1, row + 1)):
            if neighbour in points and dice() < 0.62:
                canvas.stroke([point, points[neighbour]], unit * 0.014, inks[1])
    for x, y in points.values():
        canvas.disc(x, y, unit * (0.03 + 0.06 * dice()), inks[int(dice() * 4)])


def leaves(canvas: Canvas, inks: Sequence[str], dice: Dice) -> None:
    """Quarters of circles, laid like leaves."""
    side = min(canvas.width, canvas.height) / 2
    for row in range(math.ceil(canvas.height / side)):
        for column in range(math.ceil(canvas.width / side)):
            x, y = column * side, row * side
            corner = int(dice() * 4)
            for n, share in enumerate((1.0, 0.68, 0.36)):
                canvas.area(
                    _quarter(x, y, side, corner=corner, share=share),
                    inks[(n + int(dice() * 2)) % 4],
                )


def _house(canvas: Canvas, x: float, base: float, wide: float, tall: float, ink: str) -> None:
    """Draw one house with a roof and a door that shows the ground."""
    eaves = base - tall * 0.62
    canvas.area(
        [(x, base), (x, eaves), (x + wide / 2, base - tall), (x + wide, eaves), (x + wide, base)],
        ink,
    )
    canvas.box(x + wide * 0.4, base - tall * 0.3, wide * 0.2, tall * 0.3, canvas.ground)


def _quarter(
    x: float, y: float, side: float, *, corner: int = 0, share: float = 1.0
) -> list[Point]:
    """Draw a quarter of a circle in a square, around one of its corners, clockwise from the upper left one."""
    at_right, at_bottom = corner in (1, 2), corner in (2, 3)
    middle = (x + side * at_right, y + side * at_bottom)
    across, down = (-1 if at_right else 1), (-1 if at_bottom else 1)
    arc = [
        (
            middle[0] + across * side * share * math.cos(math.pi / 2 * n / 12),
            middle[1] + down * side * share * math.sin(math.pi / 2 * n / 12),
        )
        for n in range(13)
    ]
    return [middle, *arc]
