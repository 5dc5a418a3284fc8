"""Pictures that people upload: opened with care, cut to a shape, written anew without hidden data."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from core.files.upload_limits import refuse_what_did_not_arrive

MAX_BYTES = 10 * 1024 * 1024
# A plain JPEG can be read at a fraction of its size. Any other picture unfolds whole before it gets smaller.
MAX_PIXELS = 60_000_000
MAX_PIXELS_UNFOLDED = 12_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOVING = frozenset({"PNG", "WEBP", "GIF"})


@contextmanager
def opened_upload(upload: UploadedFile) -> Iterator[Image.Image]:
    """Open a picture for as long as it is worked on. What the file is, its content says, not its name.

    Raises ``ValidationError`` with a plain reason, also for what goes wrong while it is worked on.
    """
    refuse_what_did_not_arrive(upload)
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("Choose a picture smaller than 10 MB."), code="too_big")
    try:
        with _whole_pictures_only(), Image.open(upload, formats=_FORMATS) as image:
            _refuse(image)
            yield image
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


def cut_to(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the middle of the picture in this size, upright, opaque, and with nothing but its pixels."""
    # Small first: every step that follows makes a copy.
    longest = max(size)
    image.draft("RGB", (longest * 2, longest * 2))
    upright = _opaque(ImageOps.exif_transpose(_reduced(image, longest)))
    fitted = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
    clean = Image.new("RGB", fitted.size)
    clean.paste(fitted)
    return clean


def scaled_to(image: Image.Image, longest: int) -> Image.Image:
    """Return the whole picture, its longer side at most this long, upright, opaque, and with nothing but its pixels."""
    image.draft("RGB", (longest * 2, longest * 2))
    if max(image.size) > longest * 2:
        factor = longest * 2 / max(image.size)
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        image = image.resize(size, Image.Resampling.BOX)
    upright = _opaque(ImageOps.exif_transpose(image))
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return clean


def encoded(image: Image.Image, format: str, *, quality: int) -> bytes:  # noqa: A002
    """Return the picture as a file of this format."""
    buffer = BytesIO()
    image.save(buffer, format, quality=quality)
    return buffer.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, on white where it lets the ground through."""
    if image.has_transparency_data:
        opaque = Image.new("RGBA", image.size, "white")
        opaque.alpha_composite(image.convert("RGBA"))
        image = opaque
    return image.convert("RGB")


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


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    """Shrink the picture until its shorter side is at most twice what is needed, and cut one far longer than wide."""
    shorter = min(image.size)
    left = max(0, (image.width - 4 * shorter) // 2)
    top = max(0, (image.height - 4 * shorter) // 2)
    middle = image.crop((left, top, image.width - left, image.height - top))
    if shorter <= longest * 2:
        return middle
    factor = longest * 2 / shorter
    smaller = (round(middle.width * factor), round(middle.height * factor))
    return middle.resize(smaller, Image.Resampling.BOX)
