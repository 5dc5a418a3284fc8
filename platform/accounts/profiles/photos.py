"""Makes a small square photo of an uploaded picture, without hidden data."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from core.files.upload_limits import refuse_what_did_not_arrive

SIDE = 400
MAX_BYTES = 10 * 1024 * 1024
# A plain JPEG can be read at a fraction of its size. Any other picture unfolds whole before it gets smaller.
MAX_PIXELS = 60_000_000
MAX_PIXELS_UNFOLDED = 12_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOVING = frozenset({"PNG", "WEBP", "GIF"})


def portrait(upload: UploadedFile) -> ContentFile:
    """Make the WebP that we keep: square, upright, without EXIF or anything else the file carried.

    What the file is, its content says, not its name. Raises ``ValidationError`` with a plain reason.
    """
    refuse_what_did_not_arrive(upload)
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("Choose a photo smaller than 10 MB."), code="too_big")
    try:
        with _whole_pictures_only(), Image.open(upload, formats=_FORMATS) as image:
            _refuse(image)
            return ContentFile(_encode(image))
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This file is not a JPEG, PNG or WebP picture. Choose another file."),
            code="not_a_photo",
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(
            _("This picture is damaged. Save it again or choose another."), code="damaged"
        ) from error


_lock = threading.Lock()


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Let Pillow refuse truncated pictures, although WeasyPrint turns that off for the whole process."""
    with _lock:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse(image: Image.Image) -> None:
    """Refuse by the header alone, before anything is unpacked."""
    unfolds_whole = image.format != "JPEG" or "progressive" in image.info
    most = MAX_PIXELS_UNFOLDED if unfolds_whole else MAX_PIXELS
    if image.width * image.height > most:
        raise _too_many_pixels(most)
    if image.format in _MOVING and getattr(image, "is_animated", False):
        raise ValidationError(_("Choose a picture that is not animated."), code="moves")


def _too_many_pixels(most: int) -> ValidationError:
    reason = _("Choose a smaller picture: this one has more than %(most)d million pixels.")
    return ValidationError(reason, code="too_many_pixels", params={"most": most // 1_000_000})


def _encode(image: Image.Image) -> bytes:
    # Small first: every step that follows makes a copy.
    image.draft("RGB", (SIDE * 2, SIDE * 2))
    upright = ImageOps.exif_transpose(_reduced(image))
    if upright.has_transparency_data:
        opaque = Image.new("RGBA", upright.size, "white")
        opaque.alpha_composite(upright.convert("RGBA"))
        upright = opaque
    square = ImageOps.fit(upright.convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", square.size)
    clean.paste(square)
    buffer = BytesIO()
    clean.save(buffer, "WEBP", quality=82)
    return buffer.getvalue()


def _reduced(image: Image.Image) -> Image.Image:
    """Return the square in the middle, which is the same one however the picture is turned; no larger than needed."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    if side <= SIDE * 2:
        return square
    return square.resize((SIDE * 2, SIDE * 2), Image.Resampling.BOX)
