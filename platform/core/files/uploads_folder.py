"""The folder of uploaded files: a file is there whole or not at all, and a full disk is a refusal in words."""

import errno
import logging
import os
import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

logger = logging.getLogger(__name__)
FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageFull(Refusal):
    """There is no room for another file: 507. Nothing of the file is kept."""

    status = 507
    message = _(
        "Your file could not be saved, because the storage of this site is full. We have told its operators."
        " Nothing else was lost: try again later, or save your text without the file."
    )

    def __init__(self) -> None:
        super().__init__(self.message)


class UploadsFolder(FileSystemStorage):
    """Writes a file under a name of its own first, and gives it its name once it is whole."""

    def _save(self, name: str, content: File[Any]) -> str:
        part = str(PurePosixPath(name).with_name(f"{secrets.token_hex(12)}.part"))
        try:
            super()._save(part, content)  # type: ignore[misc]  # not in its stubs
            return self._put_in_place(part, name)
        except OSError as error:
            self.delete(part)
            if error.errno in FULL:
                logger.exception("An upload was refused: there is no room in %s.", self.location)
                raise StorageFull from error
            raise

    def _put_in_place(self, part: str, name: str) -> str:
        """Rename the file to its name, or to a free one when somebody else took it meanwhile."""
        while True:
            try:
                os.close(os.open(self.path(name), os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                os.replace(self.path(part), self.path(name))
                return name
