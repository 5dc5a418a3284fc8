"""Runs the process that extracts a text, limits its time, and reports what went wrong."""

import json
import subprocess
import sys
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.files.uploads import FileKind
from library.documents import extractor

# The kinds of documents whose text can be read, by the media type they are served with.
READABLE = {kind.media_type: kind for kind in (FileKind.PDF, FileKind.DOCX, FileKind.ODT)}
_SECONDS = extractor.SECONDS
# How a process ends that used up its time: by SIGXCPU, or by SIGKILL a moment later.
_OUT_OF_TIME = {-24, -9}
_OUT_OF_MEMORY = 3


class ExtractionFailed(Exception):
    """The text could not be extracted. The message says why, for editors."""


@dataclass(frozen=True)
class ExtractedText:
    """The extracted text of a document."""

    text: str
    # Pages that could not be read, while others could.
    unread: int = 0
    # Whether the document goes on beyond the five million characters that are read.
    is_cut: bool = False


def extract_text(content: bytes, kind: FileKind) -> ExtractedText:
    """Return the text of a document, at most five million characters of it.

    It may take 60 seconds and a gigabyte of memory, in a process of its own. Raises ``ExtractionFailed`` when that is
    not enough or the document is broken.
    """
    # Isolated, as for the probe of uploads: nothing of this folder is imported.
    command = [sys.executable, "-I", extractor.__file__, kind.ending]
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    if done.returncode in _OUT_OF_TIME:
        raise _too_slow()
    if done.returncode == _OUT_OF_MEMORY:
        raise ExtractionFailed(_("It needs more memory than we allow for a document."))
    if done.returncode:
        raise ExtractionFailed(_("The document is broken, or in a form that we cannot read."))
    report = json.loads(done.stderr.rsplit(b"\n", 1)[-1])
    text = done.stdout.decode().strip()
    if report["unread"] and not text:
        raise ExtractionFailed(_("None of its pages could be read."))
    return ExtractedText(text, report["unread"], report["is_cut"])


def _too_slow() -> ExtractionFailed:
    return ExtractionFailed(_("Reading it took longer than %(most)s seconds.") % {"most": _SECONDS})
