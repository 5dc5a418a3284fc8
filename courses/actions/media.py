"""Images and files of a draft: added, described, taken away, and erased when no release shows them."""

import datetime as dt
from functools import partial

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.files.uploads import checksum, inspect_upload, safe_name
from core.refusals import Conflict
from core.slugs import free_slug
from courses.actions.content import lock_draft
from courses.media.images import MEDIA_TYPE, PreparedImage, files_of, new_name, sized_name
from courses.media.recordings import inspect_recording
from courses.models import Media, MediaContent, Release
from courses.states import MediaKind

MOST_MEDIA = 300


class TooManyMedia(Conflict):
    """The release has as many images and files as allowed."""

    def __init__(self) -> None:
        super().__init__(
            _("A course can have up to 300 images and files. Remove some that no lesson shows.")
        )


@transaction.atomic
def add_image(
    *,
    release: Release,
    image: PreparedImage,
    alt: str = "",
    is_decoration: bool = False,
    at: dt.datetime,
) -> Media:
    """Store the image and give it a name in the draft. The same image again gives the first one (repeats safely).

    One that nobody has described yet takes the description. Raises ``ReleaseFrozen`` and ``TooManyMedia``.
    """
    release = lock_draft(release)
    if known := _known(release, MediaKind.IMAGE, image.sha256):
        if not known.is_described and (alt or is_decoration):
            return describe_media(media=known, alt=alt, is_decoration=is_decoration)
        return known
    slug = _free_name(release, image.name, fallback="image")
    content = store_image(image, at=at)
    return Media.objects.create(
        release=release,
        kind=MediaKind.IMAGE,
        slug=slug,
        content=content,
        alt="" if is_decoration else alt,
        is_decoration=is_decoration,
    )


def store_image(image: PreparedImage, *, at: dt.datetime) -> MediaContent:
    """Write the image and its sizes into the storage."""
    name = new_name("webp")
    for part, body in files_of(image, name).items():
        default_storage.save(part, body)
    return MediaContent.objects.create(
        file=name,
        media_type=MEDIA_TYPE,
        size=len(image.whole),
        sha256=image.sha256,
        width=image.width,
        height=image.height,
        widths=sorted(image.smaller),
        stored_at=at,
    )


def store_file(upload: File, *, ending: str, media_type: str, at: dt.datetime) -> MediaContent:
    """Store a file whose content was looked at."""
    return MediaContent.objects.create(
        file=default_storage.save(new_name(ending), upload),
        media_type=media_type,
        size=upload.size,
        sha256=checksum(upload),
        stored_at=at,
    )


def add_file(*, release: Release, upload: File, at: dt.datetime) -> Media:
    """Store a file that readers can download. The same file again gives the first one (repeats safely).

    Raises ``UploadRefused`` for what cannot be taken, ``ReleaseFrozen`` and ``TooManyMedia``.
    """
    kind = inspect_upload(upload)
    sha256 = checksum(upload)
    with transaction.atomic():
        release = lock_draft(release)
        if known := _known(release, MediaKind.FILE, sha256):
            return known
        title = safe_name(upload.name or "", kind)
        slug = _free_name(release, title, fallback="file")
        content = store_file(upload, ending=kind.ending, media_type=kind.media_type, at=at)
        return Media.objects.create(
            release=release, kind=MediaKind.FILE, slug=slug, content=content, title=title
        )


def add_recording(
    *,
    release: Release,
    kind: MediaKind,
    upload: File,
    at: dt.datetime,
    captions: str = "",
    captions_language: str = "",
    transcript: str = "",
    is_silent: bool = False,
) -> Media:
    """Store audio or video that readers play in a lesson. The same file again gives the first one (repeats safely).

    Raises ``UploadRefused`` for what cannot be taken, ``ReleaseFrozen`` and ``TooManyMedia``.
    """
    ending, media_type = inspect_recording(upload, kind)
    sha256 = checksum(upload)
    with transaction.atomic():
        release = lock_draft(release)
        if known := _known(release, kind, sha256):
            return known
        slug = _free_name(release, upload.name or "", fallback=kind.value)
        content = store_file(upload, ending=ending, media_type=media_type, at=at)
        return Media.objects.create(
            release=release,
            kind=kind,
            slug=slug,
            content=content,
            title=slug,
            captions=captions,
            captions_language=captions_language,
            transcript=transcript,
            is_silent=is_silent,
        )


@transaction.atomic
def describe_recording(
    *, media: Media, captions: str, captions_language: str, transcript: str, is_silent: bool
) -> Media:
    """Give a recording of a draft captions, a transcript, or the word that nobody speaks in it. Raises ``ReleaseFrozen``."""
    lock_draft(media.release_id)
    media.captions, media.captions_language = captions, captions_language
    media.transcript, media.is_silent = transcript, is_silent
    media.save(update_fields=["captions", "captions_language", "transcript", "is_silent"])
    return media


@transaction.atomic
def describe_media(*, media: Media, alt: str, is_decoration: bool) -> Media:
    """Say what an image of a draft shows, or that it only decorates. Raises ``ReleaseFrozen``."""
    lock_draft(media.release_id)
    media.alt, media.is_decoration = "" if is_decoration else alt, is_decoration
    media.save(update_fields=["alt", "is_decoration"])
    return media


@transaction.atomic
def remove_media(*, media: Media) -> None:
    """Take an image or file out of the draft; other releases keep theirs. Repeats safely; raises ``ReleaseFrozen``."""
    lock_draft(media.release_id)
    Media.objects.filter(pk=media.pk).delete()
    erase_unused_media()


@transaction.atomic
def erase_unused_media() -> int:
    """Delete what is stored of images and files that no release shows any more; return how many. Repeats safely."""
    unused = list(MediaContent.objects.unused().select_for_update(skip_locked=True, of=("self",)))
    for content in unused:
        names = [str(content.file.name)]
        names += [sized_name(names[0], width) for width in content.widths]
        content.delete()
        transaction.on_commit(partial(_delete, names))
    return len(unused)


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _known(release: Release, kind: MediaKind, sha256: str) -> Media | None:
    """Return the image or file of this content; raise ``TooManyMedia`` where there is no room for another one."""
    mine = Media.objects.filter(release=release)
    known = mine.filter(kind=kind, content__sha256=sha256).select_related("content").first()
    if known is None and mine.count() >= MOST_MEDIA:
        raise TooManyMedia
    return known


def _free_name(release: Release, file_name: str, *, fallback: str) -> str:
    stem = file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return free_slug(stem, Media.objects.filter(release=release), fallback=fallback, most=60)
