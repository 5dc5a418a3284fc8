"""The shapes of a cover, in the order in which they are drawn, for whoever writes them as SVG or as pixels."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Point = tuple[float, float]


@dataclass(frozen=True)
class Disc:
    """A filled circle."""

    centre: Point
    radius: float
    colour: str


@dataclass(frozen=True)
class Ring:
    """The outline of a circle."""

    centre: Point
    radius: float
    width: float
    colour: str


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    corners: tuple[Point, ...]
    colour: str


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    width: float
    colour: str


Shape = Disc | Ring | Area | Stroke


@dataclass
class Canvas:
    """A sheet of a size and a ground colour, and the shapes on it; y runs downwards."""

    width: float
    height: float
    ground: str
    shapes: list[Shape] = field(default_factory=list)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.shapes.append(Disc((x, y), radius, colour))

    def ring(self, x: float, y: float, radius: float, width: float, colour: str) -> None:
        self.shapes.append(Ring((x, y), radius, width, colour))

    def area(self, corners: Iterable[Point], colour: str) -> None:
        self.shapes.append(Area(tuple(corners), colour))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a rectangle with its sides upright."""
        right, bottom = x + width, y + height
        self.area([(x, y), (right, y), (right, bottom), (x, bottom)], colour)

    def stroke(self, points: Iterable[Point], width: float, colour: str) -> None:
        self.shapes.append(Stroke(tuple(points), width, colour))
