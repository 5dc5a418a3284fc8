"""Word documents become lessons of a draft: read and shown first, taken or discarded then."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.slugs import free_slug, slug_of
from courses.actions.content import add_lesson, add_module, lock_draft
from courses.actions.media import MOST_MEDIA, TooManyMedia, erase_unused_media, store_image
from courses.importing.word_documents import WordDocument, WordRefused, is_long, read_word
from courses.importing.word_markdown import lesson_of
from courses.importing.word_reader import SECONDS
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
_MOST_TRIES = 3
_WORDS_A_MINUTE = 150
_LONGEST_BODY = 60_000
_WRITTEN_BY_A_PROGRAM = "automatically generated"


@dataclass(frozen=True)
class _Read:
    """A document that was read: a row that is not stored yet, and its images by their names."""

    row: ImportedLesson
    images: Mapping[str, tuple[PreparedImage, str]]
    # A long document, to be stored until a worker reads it.
    upload: File | None = None


def read_lessons(
    *, release: Release, uploads: Sequence[File], key: uuid.UUID, at: dt.datetime
) -> LessonImport:
    """Read the documents and keep what a lesson can take of each for its preview; the draft does not change.

    A document that cannot be read is kept with the reason, and costs the others nothing. A long one is stored, and
    ``read_waiting_documents`` reads it. The same ``key`` gives the first import again. Raises ``ReleaseFrozen``.
    """
    first = LessonImport.objects.filter(release=release, form_key=key).first()
    if first is not None:
        return first
    began = monotonic()
    done = [
        _to_be_read(upload)
        if is_long(upload)
        else _read(upload, is_late=monotonic() - began > _SECONDS)
        for upload in uploads
    ]
    with transaction.atomic():
        release = lock_draft(release)
        made, is_new = LessonImport.objects.get_or_create(
            release=release, form_key=key, defaults={"read_at": at}
        )
        if is_new:
            for position, read in enumerate(done, start=1):
                _keep(made, position, read, at=at)
    return made


def _row_of(upload: File) -> ImportedLesson:
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2][:200]
    return ImportedLesson(file_name=name or "?")


def _to_be_read(upload: File) -> _Read:
    row = _row_of(upload)
    row.is_waiting = True
    return _Read(row, {}, upload)


def _read(upload: File, *, is_late: bool) -> _Read:
    row = _row_of(upload)
    if is_late:
        row.refusal = _("The documents before it took too long. Upload this one on its own.")
        return _Read(row, {})
    return _read_into(row, upload, seconds=SECONDS)


def read_waiting_documents(*, now: Callable[[], dt.datetime]) -> int:
    """Read the long documents that wait, one after the other; return how many. Any number of workers may.

    What a worker that ended has left is read again after five minutes, three times at most.
    """
    count = 0
    while (row := _claim(now())) is not None:
        count += 1
        with row.document.open("rb") as file:
            read = _read_into(row, File(file, name=row.file_name), seconds=3 * SECONDS)
        _keep_read(read, at=now())
    return count


def _claim(now: dt.datetime) -> ImportedLesson | None:
    """Take the next document that waits; one that ended its readers three times is refused."""
    while (row := ImportedLesson.objects.to_read(now).first()) is not None:
        same = ImportedLesson.objects.filter(pk=row.pk, claimed_at=row.claimed_at, is_waiting=True)
        if row.tries >= _MOST_TRIES:
            row.refusal = _("This document could not be read. Split it and try again.")
            _keep_read(_Read(row, {}), at=now)
        elif same.update(claimed_at=now, tries=row.tries + 1):
            return row
    return None


@transaction.atomic
def _keep_read(read: _Read, *, at: dt.datetime) -> None:
    """Store what was read, unless the document was discarded or read by another worker meanwhile."""
    row = read.row
    waiting = ImportedLesson.objects.select_for_update().filter(pk=row.pk, is_waiting=True)
    if not waiting.exists():
        return
    name = str(row.document.name)
    row.document, row.is_waiting = "", False
    row.save()
    _keep_images(read, at=at)
    transaction.on_commit(partial(default_storage.delete, name))


def _read_into(row: ImportedLesson, upload: File, *, seconds: int) -> _Read:
    try:
        return _as_lesson(row, read_word(upload, seconds=seconds))
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
    if read.upload is not None:
        read.row.document.save(f"{uuid.uuid4().hex}.docx", read.upload, save=False)
    read.row.save()
    _keep_images(read, at=at)


def _keep_images(read: _Read, *, at: dt.datetime) -> None:
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
        for row in ImportedLesson.objects.filter(
            lesson_import=lesson_import.pk, refusal="", is_waiting=False
        )
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
    _forget_all(LessonImport.objects.filter(pk=lesson_import.pk))


def _forget_all(imports: QuerySet[LessonImport]) -> None:
    """Delete imports with the long documents that were not read yet, and images that nothing shows."""
    waiting = ImportedLesson.objects.filter(lesson_import__in=imports).exclude(document="")
    for name in waiting.values_list("document", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    imports.delete()
    erase_unused_media()


def forget_imports_of(release: Release) -> None:
    """Forget the documents that were brought to a draft which is deleted."""
    _forget_all(LessonImport.objects.filter(release=release))


@transaction.atomic
def forget_lesson_imports(*, at: dt.datetime) -> int:
    """Forget documents that nobody took within a week. Returns how many imports there were."""
    old = LessonImport.objects.filter(read_at__lt=at - dt.timedelta(days=KEPT_DAYS))
    count = old.count()
    _forget_all(old)
    return count
