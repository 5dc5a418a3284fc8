"""Keeping EPUBs: each is made once for a release and a language, and again when what it says has changed."""

import datetime as dt
import hashlib
import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import get_language

from courses.books.content import book_of
from courses.books.epub import write_epub
from courses.models import LessonCitation, Release

logger = logging.getLogger(__name__)
FOLDER = "courses/books"
# Raised whenever books are written in another way.
_EDITION = 2
KEPT_FOR = dt.timedelta(days=30)


def epub_of(release: Release) -> bytes:
    """Return the EPUB of a release, in the language of the page; load its ``course`` with it.

    That of a published release is kept under a name which says what is in it, so that everyone gets the same file.
    A draft is written anew each time.
    """
    language = get_language() or "en"
    if release.text_key is None:
        return _written(release, language)
    name = f"{FOLDER}/{_name_of(release, language)}.epub"
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        content = _written(release, language)
    stored = default_storage.save(name, ContentFile(content))
    if stored != name:
        # Somebody else was as quick; one of the two files is enough.
        default_storage.delete(stored)
    return content


def erase_old_books(*, at: dt.datetime) -> int:
    """Delete kept books that were made more than 30 days ago; whoever asks gets a fresh one. Return how many."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    old = [
        name
        for name in names
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < at - KEPT_FOR
    ]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)


def _written(release: Release, language: str) -> bytes:
    named = uuid.uuid5(release.text_key or uuid.UUID(int=release.pk), language)
    return write_epub(book_of(release), language=language, identifier=named, at=timezone.now())


def _name_of(release: Release, language: str) -> str:
    """Return a name that changes with whatever the book says."""
    course = release.course
    citations = LessonCitation.objects.filter(lesson__module__release=release).order_by("pk")
    record = "version__record__"
    # What the book prints of each, and whether its record was withdrawn or merged since.
    cited = citations.values_list(
        *("lesson", "version", "note", "added_on"),
        *(f"{record}{name}" for name in ("title", "publisher", "year", "state", "replaced_by")),
    )
    told = [
        _EDITION, release.text_key, language, course.title, course.summary, course.outcomes,
        course.slug, course.language, list(cited),
    ]  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]
