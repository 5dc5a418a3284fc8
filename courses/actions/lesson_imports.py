"""Word documents become lessons of a draft: read and shown first, taken or discarded then."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.slugs import free_slug, slug_of
from courses.actions.content import add_lesson, add_module, lock_draft
from courses.actions.media import MOST_MEDIA, TooManyMedia, erase_unused_media, store_image
from courses.importing.word_documents import WordDocument, WordRefused, read_word
from courses.importing.word_markdown import lesson_of
from courses.lessons.lesson_text import with_new_names
from courses.media.images import PreparedImage, prepared_image
from courses.models import (
    ImportedImage,
    ImportedLesson,
    Lesson,
    LessonImport,
    Media,
    Module,
    Release,
)
from courses.states import LessonKind, MediaKind

KEPT_DAYS = 7
# All documents of one request together; what is not read by then is asked for again.
_SECONDS = 60
_WORDS_A_MINUTE = 150
_LONGEST_BODY = 60_000
_WRITTEN_BY_A_PROGRAM = "automatically generated"


@dataclass(frozen=True)
class _Read:
    """A document that was read: a row that is not stored yet, and its images by their names."""

    row: ImportedLesson
    images: Mapping[str, tuple[PreparedImage, str]]


def read_lessons(
    *, release: Release, uploads: Sequence[File], key: uuid.UUID, at: dt.datetime
) -> LessonImport:
    """Read the documents and keep what a lesson can take of each for its preview; the draft does not change.

    A document that cannot be read is kept with the reason, and costs the others nothing. The same ``key`` gives the
    first import again. Raises ``ReleaseFrozen``.
    """
    first = LessonImport.objects.filter(release=release, form_key=key).first()
    if first is not None:
        return first
    began = monotonic()
    done = [_read(upload, is_late=monotonic() - began > _SECONDS) for upload in uploads]
    with transaction.atomic():
        release = lock_draft(release)
        made, is_new = LessonImport.objects.get_or_create(
            release=release, form_key=key, defaults={"read_at": at}
        )
        if is_new:
            for position, read in enumerate(done, start=1):
                _keep(made, position, read, at=at)
    return made


def _read(upload: File, *, is_late: bool) -> _Read:
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2][:200]
    row = ImportedLesson(file_name=name or "?")
    try:
        if is_late:
            raise WordRefused(_("The documents before took too long. Bring this one by itself."))
        return _as_lesson(row, read_word(upload))
    except WordRefused as refusal:
        row.refusal = str(refusal)
    except RecursionError:
        row.refusal = _("This document is nested too deeply. Copy its text into a new one.")
    return _Read(row, {})


def _as_lesson(row: ImportedLesson, document: WordDocument) -> _Read:
    images: dict[str, tuple[PreparedImage, str]] = {}
    stem = row.file_name.rpartition(".")[0] or row.file_name

    def name_image(number: int, alt: str) -> str | None:
        try:
            image = prepared_image(SimpleUploadedFile(stem, document.images[number].body))
        except ValidationError:
            return None
        name = f"{slug_of(stem, fallback='image', most=50)}-{len(images) + 1}"
        is_own = _WRITTEN_BY_A_PROGRAM not in alt.lower()
        images[name] = (image, " ".join(alt.split())[:500] if is_own else "")
        return f"{{{{image:{name}}}}}"

    lesson = lesson_of(document.html, name_image=name_image)
    row.title = (lesson.title or stem)[:150]
    row.body = lesson.body
    row.left_out = [*document.left_out, *lesson.left_out]
    row.minutes = min(max(round(len(re.findall(r"\w+", lesson.body)) / _WORDS_A_MINUTE), 1), 600)
    if not lesson.body:
        row.refusal = _("There is no text in this document.")
    elif len(lesson.body) > _LONGEST_BODY:
        row.body, row.refusal = "", _("This document is too long for one lesson. Split it.")
    return _Read(row, {} if row.refusal else images)


def _keep(made: LessonImport, position: int, read: _Read, *, at: dt.datetime) -> None:
    read.row.lesson_import, read.row.position = made, position
    read.row.save()
    for slug, (image, alt) in read.images.items():
        ImportedImage.objects.create(
            imported_lesson=read.row, slug=slug, content=store_image(image, at=at), alt=alt
        )


@dataclass(frozen=True)
class TakenLesson:
    """A document that becomes a lesson: its key, the title, and what its images show, by their keys."""

    pk: int
    title: str
    alts: Mapping[int, str]


@transaction.atomic
def take_lessons(
    *,
    lesson_import: LessonImport,
    taken: Sequence[TakenLesson],
    module: Module | None,
    module_title: str = "",
) -> Sequence[Lesson]:
    """Add the chosen documents as lessons at the end of a module, or of a new one, and forget the others.

    Repeats safely: what was taken is not taken again. Raises ``ReleaseFrozen`` and ``TooManyMedia``.
    """
    release = lock_draft(lesson_import.release_id)
    rows = {
        row.pk: row
        for row in ImportedLesson.objects.filter(lesson_import=lesson_import.pk, refusal="")
    }
    chosen = [each for each in taken if each.pk in rows]
    if not chosen:
        return []
    # A module that somebody removed meanwhile is made again.
    title = module.title if module else module_title
    module = module and Module.objects.filter(pk=module.pk, release=release).first()
    module = module or add_module(release=release, title=title)
    lessons = [_take(release, module, rows[each.pk], each) for each in chosen]
    _forget(lesson_import)
    return lessons


def _take(release: Release, module: Module, row: ImportedLesson, taken: TakenLesson) -> Lesson:
    images = ImportedImage.objects.filter(imported_lesson=row).select_related("content")
    names: dict[str, str] = {}
    for image in images.order_by("pk"):
        mine = Media.objects.filter(release=release)
        if mine.count() >= MOST_MEDIA:
            raise TooManyMedia
        names[image.slug] = free_slug(image.slug, mine, fallback="image", most=60)
        Media.objects.create(
            release=release,
            kind=MediaKind.IMAGE,
            slug=names[image.slug],
            content=image.content,
            alt=taken.alts.get(image.pk, image.alt),
        )
    return add_lesson(
        module=module,
        kind=LessonKind.TEXT,
        title=taken.title,
        minutes=row.minutes,
        body=with_new_names(row.body, names),
    )


@transaction.atomic
def discard_import(*, lesson_import: LessonImport) -> None:
    """Forget documents that were read; the draft keeps what was taken of others. Repeats safely."""
    _forget(lesson_import)


def _forget(lesson_import: LessonImport) -> None:
    LessonImport.objects.filter(pk=lesson_import.pk).delete()
    erase_unused_media()


@transaction.atomic
def forget_lesson_imports(*, at: dt.datetime) -> int:
    """Forget documents that nobody took within a week. Returns how many imports there were."""
    old = LessonImport.objects.filter(read_at__lt=at - dt.timedelta(days=KEPT_DAYS))
    count = old.count()
    old.delete()
    erase_unused_media()
    return count
