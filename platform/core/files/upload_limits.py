"""Limits on uploads: what is past the limit is never written to disk."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


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
