"""Makes an uploaded image ready to be stored: written anew without hidden data, in several widths."""

import hashlib
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

LONGEST = 1600
# Smaller ones for telephones and for columns; each is made only where the image is wider.
WIDTHS = (480, 960)
MEDIA_TYPE = "image/webp"


# What a picture may say beside its pixels.
_HIDDEN = {"exif", "icc_profile", "xmp"}


@dataclass(frozen=True)
class PreparedImage:
    """An image as it is stored, and its smaller sizes by their widths."""

    name: str
    whole: bytes
    width: int
    height: int
    smaller: dict[int, bytes]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.whole).hexdigest()


def prepared_image(upload: UploadedFile, *, keeps_webp: bool = False) -> PreparedImage:
    """Make the WebP images that we keep of an upload, upright and with nothing but their pixels.

    With ``keeps_webp`` one that is already like ours stays as it is, so that it loses nothing on its way through files.
    Raises ``ValidationError`` with a plain reason.
    """
    # Pillow is loaded for those alone who send a picture.
    from core.files.pictures import encoded, opened_upload, scaled_to

    with opened_upload(upload) as image:
        is_ours = keeps_webp and image.format == "WEBP" and not _HIDDEN & image.info.keys()
        is_ours = is_ours and max(image.size) <= LONGEST and not getattr(image, "is_animated", 0)
        whole = scaled_to(image, LONGEST)
        smaller = {
            width: encoded(
                whole.resize((width, max(1, round(whole.height * width / whole.width)))),
                "WEBP",
                quality=70,
            )
            for width in WIDTHS
            if width < whole.width
        }
        return PreparedImage(
            name=upload.name or "",
            whole=_bytes_of(upload) if is_ours else encoded(whole, "WEBP", quality=80),
            width=whole.width,
            height=whole.height,
            smaller=smaller,
        )


def _bytes_of(upload: UploadedFile) -> bytes:
    upload.seek(0)
    content: bytes = upload.read()
    return content


def new_name(ending: str) -> str:
    """Return a name that no file had before: it is a part of the address."""
    return f"courses/{uuid.uuid4().hex}.{ending}"


def sized_name(name: str, width: int) -> str:
    """Return under which name a smaller width is stored: of "courses/ab.webp", "courses/ab-480.webp"."""
    stem, _dot, ending = name.rpartition(".")
    return f"{stem}-{width}.{ending}"


def files_of(image: PreparedImage, name: str) -> dict[str, ContentFile]:
    """Return everything that is stored of an image, by name."""
    sizes = {sized_name(name, width): ContentFile(body) for width, body in image.smaller.items()}
    return {name: ContentFile(image.whole), **sizes}
