"""Images as their authors send them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(size=(1200, 800), name="Heat map.png", colour="teal", kind="PNG", **more):
    """Return an image file of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **more)
    return SimpleUploadedFile(name, buffer.getvalue())
