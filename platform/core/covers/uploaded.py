"""Covers that people upload: cut to shape, without hidden data, in several widths.

Pillow is loaded by those alone who work on a picture.
"""

import uuid
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

# What is kept of an upload, and the widths that a worker makes of it for smaller places.
SIZE = (1280, 720)
WIDTHS = (288, 640)
SOCIAL = (1200, 630)


def cover_picture(upload: UploadedFile) -> ContentFile:
    """Make the WebP that we keep: 16 to 9, upright, without anything else the file carried.

    Raises ``ValidationError`` with a plain reason.
    """
    from core.files.pictures import cut_to, encoded, opened_upload

    with opened_upload(upload) as image:
        return ContentFile(encoded(cut_to(image, SIZE), "WEBP", quality=80))


def new_name() -> str:
    """Return a name that no cover had before: it is a part of the address, which browsers keep for ever."""
    return f"covers/{uuid.uuid4().hex}.webp"


def size_name(name: str, size: str) -> str:
    """Return under which name a size of this cover is stored: of "covers/ab.webp", "covers/ab-288.webp"."""
    stem, _dot, ending = name.rpartition(".")
    return f"{stem}-{size}.{'jpg' if size == 'social' else ending}"


def all_names(name: str) -> list[str]:
    """Return the names of a cover and of all its sizes."""
    return [name, *(size_name(name, size) for size in (*map(str, WIDTHS), "social"))]


def sizes_of(content: bytes) -> dict[str, ContentFile]:
    """Make the sizes of a cover that was kept, by their names: "288", "640", "social"."""
    from PIL import Image

    from core.files.pictures import cut_to, encoded

    with Image.open(BytesIO(content), formats=["WEBP"]) as image:
        small = {
            str(width): ContentFile(
                encoded(cut_to(image, (width, width * SIZE[1] // SIZE[0])), "WEBP", quality=55)
            )
            for width in WIDTHS
        }
        social = ContentFile(encoded(cut_to(image, SOCIAL), "JPEG", quality=82))
    return {**small, "social": social}
