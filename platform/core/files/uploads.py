"""Files: uploads, recognised by content and served as downloads only, and those that are made for an answer."""

import csv
import hashlib
import io
import lzma
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from enum import Enum
from pathlib import PurePath
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import FileResponse
from django.utils.translation import gettext as _

from core.files import pdf_probe
from core.files.upload_limits import refuse_what_did_not_arrive

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODT = "application/vnd.oasis.opendocument.text"
_MAX_UNPACKED = 500 * 1024 * 1024
_SAMPLE = 64 * 1024
_MOST_IN_MEMORY = 1024 * 1024
# A PDF ends with ``startxref``, which says where its table of objects is. Some programs write a few bytes after it,
# so this many at the end are searched.
_PDF_END = 4 * 1024
# ``pdf_probe`` may use two seconds of processor time, for which a busy machine may need longer.
_PDF_SECONDS = 15
# Every exception that ``zipfile`` raises for bytes that are not a sound ZIP file.
_BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)


class FileKind(Enum):
    """The kind of a file by its content: its usual ending, and the media type it is served with."""

    PDF = ("pdf", "application/pdf")
    DOCX = ("docx", _OFFICE + "wordprocessingml.document")
    ODT = ("odt", _ODT)
    XLSX = ("xlsx", _OFFICE + "spreadsheetml.sheet")
    CSV = ("csv", "text/csv")
    PNG = ("png", "image/png")
    JPG = ("jpg", "image/jpeg")

    def __init__(self, ending: str, media_type: str) -> None:
        self.ending = ending
        self.media_type = media_type


class UploadRefused(ValidationError):
    """This file cannot be taken. The text says why and what to do; a form shows it beside the field."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, code="upload_refused")
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class UnknownType(UploadRefused):
    """The file is of a type that is taken nowhere."""


def inspect_upload(file: File) -> FileKind:
    """Return what the file really is, and leave it rewound.

    Taken are PDF, DOCX, ODT, XLSX, CSV, PNG and JPG up to ``MAX_UPLOAD_BYTES``. Raises ``UploadRefused`` for
    everything else: empty, too large, broken or locked by a password, with macros, or a program in disguise.
    """
    refuse_what_did_not_arrive(file)
    _check_size(file)
    file.seek(0)
    head = file.read(_SAMPLE)
    file.seek(0)
    try:
        return _judge(file, head)
    finally:
        file.seek(0)


def checksum(file: File) -> str:
    """Return the SHA-256 of the content and leave the file rewound."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def safe_name(name: str, kind: FileKind) -> str:
    """Return the name without folders and invisible characters, with the ending of what the file is."""
    stem = PurePath(name.replace("\\", "/")).name
    if "." in stem:
        stem = stem.rsplit(".", 1)[0]
    shown = "".join(c for c in stem if not unicodedata.category(c).startswith("C"))
    shown = re.sub(r'[<>:"/|?*\s]+', " ", shown).strip(" .")[:100]
    return f"{shown or 'file'}.{kind.ending}"


def download(file: File, *, name: str, media_type: str) -> FileResponse:
    """Answer with the file as a download that no browser interprets. Permission is the view's work."""
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def answer_whole(pieces: Iterable[str | bytes], *, name: str, media_type: str) -> FileResponse:
    """Answer with a file that is made now, written to its end before the first byte is sent.

    An error on the way is an error page, never half a file that looks whole. A megabyte of it stays in memory, the
    rest goes to a temporary file. Permission is the view's work.
    """
    file = SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    try:
        for piece in pieces:
            file.write(piece.encode() if isinstance(piece, str) else piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


def _check_size(file: File) -> None:
    most = settings.MAX_UPLOAD_BYTES
    if not file.size:
        raise UploadRefused(_("This file is empty. Choose another one."))
    if file.size > most:
        words = {"most": most // (1024 * 1024)}
        raise UploadRefused(
            _("This file is larger than %(most)s MB. Choose a smaller one.") % words
        )


def _judge(file: File, head: bytes) -> FileKind:
    if head.startswith(_PROGRAMS):
        raise UploadRefused(_("This file is a program, not a document. Choose a document."))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return _judge_pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _judge_image(file, FileKind.PNG)
    if head.startswith(b"\xff\xd8\xff"):
        return _judge_image(file, FileKind.JPG)
    if head.startswith(b"PK\x03\x04"):
        return _judge_package(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UploadRefused(
            _(
                "This document is locked by a password or in an old format. Save it as DOCX or PDF, without a password."
            )
        )
    return _judge_text(head)


def _judge_pdf(file: File) -> FileKind:
    """Check the end of the file, then count its pages in a separate process: a hostile file can block a parser."""
    file.seek(max(0, file.size - _PDF_END))
    if b"startxref" not in file.read(_PDF_END):
        raise _broken_pdf()
    file.seek(0)
    # ``-I`` (isolated) keeps the script's folder off the import path, where our ``types.py`` hides Python's own.
    command = [sys.executable, "-I", pdf_probe.__file__]
    try:
        probe = subprocess.run(  # noqa: S603  (our own words)
            command, input=file.read(), capture_output=True, timeout=_PDF_SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise _broken_pdf() from error
    if probe.stdout == b"locked":
        raise UploadRefused(
            _("This PDF is locked by a password. Save it without one and try again.")
        )
    if probe.stdout == b"0":
        raise UploadRefused(_("This PDF has no pages. Choose another one."))
    return FileKind.PDF


def _broken_pdf() -> UploadRefused:
    return UploadRefused(
        _("This PDF is broken and cannot be read. Save it again and choose the new file.")
    )


def _judge_image(file: File, kind: FileKind) -> FileKind:
    from PIL import Image

    try:
        with Image.open(file, formats=["PNG", "JPEG"]) as image:
            image.verify()
    except Exception as error:
        raise UploadRefused(
            _("This picture is broken or too large to open. Save it again and choose the new file.")
        ) from error
    return kind


def _judge_package(file: File) -> FileKind:
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise UploadRefused(_("This document is too large to open. Choose a smaller one."))
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                return _judge_office(package, names)
            if "mimetype" in names:
                return _judge_open_document(package, names)
    except _BROKEN_PACKAGE as error:
        raise UploadRefused(
            _(
                "This document is broken and cannot be opened. Save it again and choose the new file."
            )
        ) from error
    raise UploadRefused(_("This is an archive. Choose the document itself."))


def _judge_office(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    types = _read(package, "[Content_Types].xml")
    if b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise UploadRefused(
            _("This document contains macros. Save it without macros and try again.")
        )
    if b"wordprocessingml.document.main+xml" in types and "word/document.xml" in names:
        return FileKind.DOCX
    if b"spreadsheetml.sheet.main+xml" in types and "xl/workbook.xml" in names:
        return FileKind.XLSX
    raise _unknown()


def _judge_open_document(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    if _read(package, "mimetype").strip() != _ODT.encode() or "content.xml" not in names:
        raise _unknown()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise UploadRefused(
            _("This document contains macros. Save it without macros and try again.")
        )
    if b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise UploadRefused(
            _("This document is locked by a password. Save it without one and try again.")
        )
    return FileKind.ODT


def _judge_text(head: bytes) -> FileKind:
    """Accept a text that is a table: two or more columns, separated by comma, semicolon or tab."""
    text = _decoded(head)
    if text is None or text.lstrip("\ufeff \r\n\t").startswith("<"):
        raise _unknown()
    lines = text.splitlines()[:20]
    for delimiter in ",;\t":
        try:
            rows = [
                row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter) if row
            ]
        except csv.Error:
            continue
        if _is_table(rows):
            return FileKind.CSV
    raise _unknown()


def _is_table(rows: list[list[str]]) -> bool:
    """Tell whether there are a heading and at least one row, most of them as wide as the heading."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    return sum(len(row) == len(rows[0]) for row in rows) * 2 > len(rows)


def _decoded(head: bytes) -> str | None:
    """Return the sample as text, or ``None`` when it is not text. A character cut off at its end is ignored."""
    ignored = 3 if len(head) == _SAMPLE else 0
    for end in range(len(head), len(head) - ignored - 1, -1):
        try:
            text = head[:end].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        return text if _is_readable(text) else None
    text = head.decode("cp1252", errors="replace")
    return text if _is_readable(text) else None


def _is_readable(text: str) -> bool:
    return (
        all(c in "\t\n\r" or unicodedata.category(c) != "Cc" for c in text) and "\ufffd" not in text
    )


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as entry:
        return entry.read(1024 * 1024)


def _unknown() -> UploadRefused:
    return UnknownType(
        _("We do not accept this type of file. Choose a PDF, DOCX, ODT, XLSX, CSV, PNG or JPG.")
    )
