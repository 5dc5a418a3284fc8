"""The cover of a thing, as templates show it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from django.conf import settings

from core.covers.drawing import FORMATS, MadeCover


@dataclass(frozen=True)
class Cover:
    """A picture with its place and size; ``alt`` is empty where it only decorates the title beside it."""

    address: str
    width: int
    height: int
    # The picture for other sites that show a link: a PNG or JPEG.
    social: str
    alt: str = ""
    # The same picture in several widths, as ``srcset`` takes them.
    widths: str = ""

    @classmethod
    @lru_cache(maxsize=2_000)
    def made(cls, title: str, *, look: str, format: str) -> Self:  # noqa: A002
        """Return the cover that the server draws from title and look, and from nothing else."""
        drawn = MadeCover.of(title, look=look, format=format)
        width, height = FORMATS[format]
        return cls(drawn.address, width, height, drawn.social_address)

    @property
    def social_url(self) -> str:
        """The whole address of the picture for other sites."""
        return settings.SITE_URL + self.social
