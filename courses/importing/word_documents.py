"""Reads Word documents in a process of their own, and says in words why one is refused and what is left out."""

import base64
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.uploads import FileKind, UnknownType, UploadRefused, inspect_upload
from courses.importing import word_reader

_OUT_OF_MEMORY = 3
# Unpacked bytes of text from which a worker reads a document: some thousand paragraphs, or a second or two.
_LONG = 1_500_000
_LEFT_OUT = {
    "formula": gettext_lazy("A formula"),
    "chart": gettext_lazy("A chart"),
    "diagram": gettext_lazy("A diagram"),
    "object": gettext_lazy("An object from another program"),
    "comment": gettext_lazy("A comment"),
    "deleted words": gettext_lazy("Words deleted with tracked changes"),
    "linked image": gettext_lazy("An image that is not in the document, but at another address"),
    "merged cells": gettext_lazy("Merged cells of a table: each became several cells"),
    "head or foot": gettext_lazy("The head or foot of its pages"),
    "unknown image": gettext_lazy("An image type that browsers do not show"),
    "broken image": gettext_lazy("An image that is broken or has too many pixels"),
    "large image": gettext_lazy("An image that is too large"),
    "too many images": gettext_lazy("Images after the hundredth"),
    "image in a table": gettext_lazy("The place of an image in a table: it follows the table"),
}


class WordRefused(Exception):
    """The document cannot be read. The message says why, for its author."""


@dataclass(frozen=True)
class WordImage:
    """An image of a document, as it was in there."""

    media_type: str
    body: bytes


@dataclass(frozen=True)
class WordDocument:
    """What was read of a document: HTML, its images in order, and what a lesson cannot take, with its place."""

    html: str
    images: Sequence[WordImage]
    left_out: Sequence[tuple[str, str]]


def is_long(upload: File) -> bool:
    """Tell whether reading the document takes longer than a page may; what is no package is refused at once."""
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as package:
            size = sum(
                part.file_size
                for part in package.infolist()
                if part.filename == word_reader.DOCUMENT
            )
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)
    # What is larger than any document is refused at once.
    return _LONG < size <= word_reader.MOST_IN_PART


def read_word(upload: File, *, seconds: int = word_reader.SECONDS) -> WordDocument:
    """Read a document that was uploaded, within so many seconds. Raises ``WordRefused`` with the reason in words."""
    try:
        kind = inspect_upload(upload)
    except UnknownType as refusal:
        raise _not_word() from refusal
    except UploadRefused as refusal:
        raise WordRefused(str(refusal)) from refusal
    if kind is not FileKind.DOCX:
        raise _not_word()
    upload.seek(0)
    answer = json.loads(_run(upload.read(), seconds))
    if answer.get("refused") == "too large":
        raise WordRefused(_("This document is too large to open. Choose a smaller one."))
    if "refused" in answer:
        raise _broken()
    images = [WordImage(each["type"], base64.b64decode(each["body"])) for each in answer["images"]]
    return WordDocument(answer["html"], images, [tuple(each) for each in answer["left_out"]])


def _not_word() -> WordRefused:
    return WordRefused(_("This is not a Word document. Save it as DOCX and try again."))


def in_words(what: str, where: str) -> str:
    """Say what was left out, and where it stood."""
    name = str(_LEFT_OUT.get(what, what))
    return _("%(what)s, at “%(where)s”") % {"what": name, "where": where} if where else name


def _run(content: bytes, seconds: int) -> bytes:
    # Isolated, as for the probe of uploads: nothing of this folder is imported.
    command = [sys.executable, "-I", word_reader.__file__]
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            command,
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    if done.returncode < 0:
        raise _too_slow()
    if done.returncode == _OUT_OF_MEMORY:
        raise WordRefused(_("This document is too large to open. Choose a smaller one."))
    if done.returncode:
        raise _broken()
    return done.stdout


def _too_slow() -> WordRefused:
    return WordRefused(_("Reading this document takes too long. Split it and try again."))


def _broken() -> WordRefused:
    return WordRefused(
        _("This document is broken and cannot be opened. Save it again and choose the new file.")
    )
