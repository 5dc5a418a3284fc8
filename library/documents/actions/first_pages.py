"""Drawing the first pages of PDFs, and keeping them in two widths."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from library.catalogue.models import File
from library.catalogue.record_covers import FIRST_PAGE_WIDTHS, first_page_name
from library.documents.first_pages import MOST_TRIES, DrawingFailed, first_page_of

if TYPE_CHECKING:
    from PIL import Image


def draw_first_page(*, file: File) -> bool:
    """Draw and keep the first page of a PDF; tell whether that succeeded. Repeats safely, at most three times.

    A try is counted before the drawing begins: a document that kills its worker is given up, too.
    """
    tries = File.objects.filter(pk=file.pk, has_first_page=False).filter(
        first_page_tries=file.first_page_tries, first_page_tries__lt=MOST_TRIES
    )
    if not tries.update(first_page_tries=file.first_page_tries + 1):
        return False
    try:
        with file.content.open("rb") as content:
            page = first_page_of(content.read())
    except (DrawingFailed, OSError):
        # The cover that the server makes stays; its text tells editors what is wrong with the document.
        return False
    for width in FIRST_PAGE_WIDTHS:
        _keep(page, width, file)
    File.objects.filter(pk=file.pk).update(has_first_page=True)
    return True


def _keep(page: "Image.Image", width: int, file: File) -> None:
    small = page.resize((width, max(1, round(page.height * width / page.width))))
    buffer = BytesIO()
    small.save(buffer, "WEBP", quality=50)
    name = first_page_name(file.sha256, width)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(buffer.getvalue()))
