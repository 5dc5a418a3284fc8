"""The first page of a PDF as a picture, drawn by a process of its own: documents come from anyone."""

import subprocess
import sys
from typing import TYPE_CHECKING

from core.files.uploads import FileKind
from library.catalogue.models import File
from library.documents import page_drawer

if TYPE_CHECKING:
    from PIL import Image


MOST_TRIES = 3


class DrawingFailed(Exception):
    """The first page could not be drawn."""


def without_first_page() -> list[File]:
    """Return a few PDFs whose first page is still to be drawn, the newest first."""
    pdfs = File.objects.filter(media_type=FileKind.PDF.media_type, has_first_page=False)
    return list(
        pdfs.filter(first_page_tries__lt=MOST_TRIES).order_by("first_page_tries", "-pk")[:5]
    )


def first_page_of(content: bytes) -> "Image.Image":
    """Draw the first page of a PDF, ``page_drawer.WIDTH`` pixels wide. Raises ``DrawingFailed``."""
    # Pillow is loaded by the worker alone that draws.
    from PIL import Image

    command = [sys.executable, "-I", page_drawer.__file__]
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, input=content, capture_output=True, timeout=page_drawer.SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise DrawingFailed from error
    head, _line, pixels = done.stdout.partition(b"\n")
    try:
        width, height = (int(number) for number in head.split())
        page = Image.frombytes("RGB", (width, height), pixels)
    except ValueError as error:
        raise DrawingFailed from error
    # The size of a page that is drawn is rounded up to whole pixels.
    if width > page_drawer.WIDTH + 1 or height > page_drawer.MOST_HEIGHT + 1:
        raise DrawingFailed
    return page
