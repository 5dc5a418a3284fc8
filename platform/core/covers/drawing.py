"""Draws the cover that a key stands for."""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from core.addresses import address_of
from core.covers.canvas import Canvas
from core.covers.looks import LOOKS, PLAIN

# Part of every address: raise it when a drawing changes, as browsers keep what they have for ever.
DRAWING = 1
# Wide ones for courses, networks and collections; a page for a record; social for other sites that show a link.
FORMATS = {"wide": (640, 360), "page": (420, 594), "social": (1200, 630)}
_KEY = re.compile(r"(\d{1,4})-([a-z]{1,10})-([a-z]{1,10})-([0-9a-f]{12})")


@dataclass(frozen=True)
class MadeCover:
    """A cover that the server draws: its format, its look and the seed that makes it differ from others."""

    format: str
    look: str
    seed: str

    @classmethod
    def of(cls, title: str, *, look: str, format: str) -> Self:  # noqa: A002
        """Return the cover for a title; a look that does not exist gives the plain one."""
        seed = hashlib.sha256(f"{look} {title}".encode()).hexdigest()[:12]
        return cls(format, look if look in LOOKS else PLAIN, seed)

    @classmethod
    def from_key(cls, key: str) -> Self | None:
        """Return the cover that a key stands for, or nothing when there is none."""
        found = _KEY.fullmatch(key)
        if not found or found[1] != str(DRAWING):
            return None
        if found[2] not in FORMATS or found[3] not in LOOKS:
            return None
        return cls(found[2], found[3], found[4])

    @property
    def key(self) -> str:
        return f"{DRAWING}-{self.format}-{self.look}-{self.seed}"

    @property
    def address(self) -> str:
        """The address of the drawing."""
        return address_of("core:cover", self.key)

    @property
    def social_address(self) -> str:
        """The address of the same picture as other sites show it beside a link."""
        return address_of("core:cover_png", MadeCover("social", self.look, self.seed).key)

    def canvas(self) -> Canvas:
        """Draw the shapes. The same cover gives the same shapes, on every machine."""
        look = LOOKS[self.look]
        width, height = FORMATS[self.format]
        dice = _Dice(self.seed)
        ground = look.grounds[int(dice.throw() * len(look.grounds))]
        canvas = Canvas(width, height, ground)
        look.motif(canvas, look.inks, dice.throw)
        if self.format == "page":
            canvas.box(0, 0, width * 0.06, height, ground)
        return canvas


class _Dice:
    """Numbers from 0 to 1 that follow from a seed alone, whatever the version of Python."""

    def __init__(self, seed: str) -> None:
        self.state = int(seed, 16) or 1

    def throw(self) -> float:
        # Knuth's constants for a linear congruential generator of 64 bits; the upper bits are the good ones.
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53
