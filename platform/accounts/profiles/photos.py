"""Makes a small square photo of an uploaded picture, without hidden data."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from core.files.pictures import cut_to, encoded, opened_upload

SIDE = 400


def portrait(upload: UploadedFile) -> ContentFile:
    """Make the WebP that we keep: square, upright, without EXIF or anything else the file carried.

    Raises ``ValidationError`` with a plain reason.
    """
    with opened_upload(upload) as image:
        return ContentFile(encoded(cut_to(image, (SIDE, SIDE)), "WEBP", quality=82))
