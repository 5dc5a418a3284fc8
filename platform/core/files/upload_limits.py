"""Limits on uploads: what is past the limit is never written to disk, and a full disk stops no request."""

import io
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.utils.functional import keep_lazy_text
from django_stubs_ext import StrOrPromise

from core.files.uploads_folder import FULL, StorageFull

logger = logging.getLogger(__name__)
_MEGABYTE = 1024 * 1024


@keep_lazy_text
def with_largest_size(words: StrOrPromise) -> str:
    """Put the size that an upload may have into the words, where they say ``%(most)s``; in megabytes."""
    return str(words) % {"most": settings.MAX_UPLOAD_BYTES // _MEGABYTE}


class LimitedUploadHandler(FileUploadHandler):
    """Throws away what comes past ``MAX_UPLOAD_BYTES`` of all files of one request, while it comes.

    Such a file reaches the form without its content and with its true size. So the form says in its own
    words that it is too large, and keeps what was typed, as the other fields are still read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = settings.MAX_UPLOAD_BYTES

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803
        """Refuse a request at its start when it announces that it is too long."""
        if content_length > settings.MAX_UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            self.room = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.room -= len(raw_data)
        return raw_data if self.room >= 0 else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.room >= 0:
            return None
        return InMemoryUploadedFile(
            io.BytesIO(),
            self.field_name,
            self.file_name,
            self.content_type,
            max(file_size, settings.MAX_UPLOAD_BYTES + 1),
            self.charset,
            self.content_type_extra,
        )


class NotReceived(InMemoryUploadedFile):
    """A file that there was no room for while it came: its name, and nothing of its content."""


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Keeps a large upload in the folder of temporary files; without room there, it is a ``NotReceived``.

    An error while a request is still being read would reach no view, and what was typed beside the file would be lost.
    """

    has_room = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.has_room = True
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.has_room:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                self._note(error)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.has_room:
            try:
                # The last bytes may still have to be written.
                return super().file_complete(file_size)
            except OSError as error:
                self._note(error)
        self.file.close()
        return NotReceived(
            io.BytesIO(),
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def _note(self, error: OSError) -> None:
        if error.errno not in FULL:
            raise error
        logger.error("An upload was refused: no room for temporary files.", exc_info=error)
        self.has_room = False


def refuse_what_did_not_arrive(file: File[Any]) -> None:
    """Raise ``ValidationError`` for a file whose content there was no room for."""
    if isinstance(file, NotReceived):
        raise ValidationError(StorageFull.message, code="storage_full")
