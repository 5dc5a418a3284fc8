"""A course as an EPUB 3: the container, the package, the contents, and a file for each lesson."""

import datetime as dt
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from courses.books.content import Book, BookLesson
from courses.books.xhtml import Fragment, xhtml_of
from courses.media.images import sized_name
from courses.models import Media

_FOLDER = "EPUB"
_MEDIA_TYPES = {
    ".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".svg": "image/svg+xml",
}  # fmt: skip
# Enough for the screen of an e-reader.
_WIDEST = 1_200


@dataclass(frozen=True)
class Item:
    """A file of the book, as its package lists it."""

    key: str
    name: str
    media_type: str
    properties: str = ""
    is_in_spine: bool = False


@dataclass
class _Page:
    item: Item
    text: str


@dataclass
class _Images:
    """The images that lessons show, by the address on our pages."""

    known: dict[str, Media]
    used: dict[str, str] = field(default_factory=dict)

    def file_for(self, address: str) -> str | None:
        """Return the file of the book with this image, and remember that it is shown."""
        media = self.known.get(address)
        if media is None:
            return None
        stored = _stored_name(media)
        name = f"images/{media.slug}{PurePath(stored).suffix.lower()}"
        if PurePath(name).suffix not in _MEDIA_TYPES:
            return None
        self.used[name] = stored
        return name


def _stored_name(media: Media) -> str:
    """Return the stored file to take: the largest that an e-reader needs."""
    whole = str(media.content.file.name)
    fitting = [width for width in media.content.widths if width >= _WIDEST]
    return sized_name(whole, min(fitting)) if fitting else whole


def write_epub(book: Book, *, language: str, identifier: uuid.UUID, at: dt.datetime) -> bytes:
    """Return the book as an EPUB 3. ``at`` is when it is made; ``language`` that of the words around it.

    Raises ``FileNotFoundError`` for an image that is missing from the storage.
    """
    images = _Images(dict(book.images))
    course = book.release.course
    direction = "rtl" if _is_rtl(course.language) else "ltr"
    shared = {
        "book": book,
        "course": course,
        "language": course.language,
        "direction": direction,
        "address": f"{settings.SITE_URL}{course.get_absolute_url()}",
        "institute_name": settings.INSTITUTE_NAME,
    }
    pages = [_title_page(shared), *_lesson_pages(book, images, shared)]
    files = [Item(f"image-{n}", name, _MEDIA_TYPES[PurePath(name).suffix]) for n, name in
             enumerate(images.used, start=1)]  # fmt: skip
    items = [
        Item("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
        Item("style", "style.css", "text/css"),
        *(page.item for page in pages),
        *files,
    ]
    package = render_to_string(
        "courses/books/package.xml",
        {
            **shared,
            "identifier": identifier,
            "modified": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "items": items,
            "has_pictures": bool(files) or any("svg" in page.item.properties for page in pages),
            "has_formulas": any("mathml" in page.item.properties for page in pages),
            "ui_language": language,
        },
    )
    contents = render_to_string("courses/books/nav.xml", {**shared, "entries": _entries(book)})
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        put = _Putter(archive, at)
        # First and stored: by its place readers know what the file is.
        put("mimetype", b"application/epub+zip", is_stored=True)
        put("META-INF/container.xml", _CONTAINER.encode())
        put(f"{_FOLDER}/package.opf", package.encode())
        put(f"{_FOLDER}/nav.xhtml", contents.encode())
        put(f"{_FOLDER}/style.css", _STYLE.encode())
        for page in pages:
            put(f"{_FOLDER}/{page.item.name}", page.text.encode())
        for name, stored in images.used.items():
            with default_storage.open(stored) as file:
                put(f"{_FOLDER}/{name}", _bytes_of(file), is_stored=True)
    return buffer.getvalue()


def _bytes_of(file: IO[bytes]) -> bytes:
    return file.read()


@dataclass(frozen=True)
class _Putter:
    archive: zipfile.ZipFile
    at: dt.datetime

    def __call__(self, name: str, content: bytes, *, is_stored: bool = False) -> None:
        """Add a file with a moment that does not depend on when the book is made."""
        moment = self.at.astimezone(dt.UTC)
        info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.archive.writestr(info, content)


def _title_page(shared: dict[str, object]) -> _Page:
    item = Item("title", "title.xhtml", "application/xhtml+xml", is_in_spine=True)
    return _Page(item, render_to_string("courses/books/title.xml", shared))


def _lesson_pages(book: Book, images: _Images, shared: dict[str, object]) -> Iterator[_Page]:
    for module in book.modules:
        for number, part in enumerate(module.lessons, start=1):
            fragment = _fragment(part, images)
            properties = [
                name
                for name, has in (("svg", fragment.has_svg), ("mathml", fragment.has_mathml))
                if has
            ]
            name = _file_of(module.number, number)
            text = render_to_string(
                "courses/books/lesson.xml",
                {
                    **shared,
                    "module": module,
                    "part": part,
                    "is_first": number == 1,
                    "content": mark_safe(fragment.xhtml),  # noqa: S308  (written by xhtml_of)
                },
            )
            item = Item(
                f"lesson-{module.number}-{number}", name, "application/xhtml+xml",
                " ".join(properties), is_in_spine=True,
            )  # fmt: skip
            yield _Page(item, text)


def _fragment(part: BookLesson, images: _Images) -> Fragment:
    below = render_to_string("courses/books/_lesson.html", {"part": part, "level": 2})
    return xhtml_of(f"{part.body}{below}", site=settings.SITE_URL, image=images.file_for)


def _file_of(module: int, lesson: int) -> str:
    return f"module-{module}-lesson-{lesson}.xhtml"


def _entries(book: Book) -> list[dict[str, object]]:
    """Return the contents: each module with the files of its lessons."""
    return [
        {
            "title": str(module.module),
            "file": _file_of(module.number, 1),
            "lessons": [
                {"title": str(part.lesson), "file": _file_of(module.number, number)}
                for number, part in enumerate(module.lessons, start=1)
            ],
        }
        for module in book.modules
    ]


def _is_rtl(code: str) -> bool:
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False


_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_STYLE = """body { line-height: 1.5; margin: 1em; }
h1, h2, h3, h4 { line-height: 1.2; page-break-after: avoid; break-after: avoid; }
figure { margin: 1.5em 0; page-break-inside: avoid; break-inside: avoid; }
img, svg { max-width: 100%; height: auto; }
figcaption, .meta { font-size: 0.85em; }
table { border-collapse: collapse; font-size: 0.85em; }
th, td { border: 1px solid #888; padding: 0.2em 0.5em; text-align: start; }
blockquote { border-inline-start: 3px solid #888; margin: 1em 0; padding: 0 1em; }
.callout-title, .summary { font-weight: bold; }
.visually-hidden { font-size: 0.85em; font-weight: bold; }
a { overflow-wrap: anywhere; }
"""
