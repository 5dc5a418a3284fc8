"""The folder of a version as one ZIP file."""

import io
import logging
import shutil
import zipfile
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

from courses.exporting.folder import FileOfFolder

logger = logging.getLogger(__name__)
MISSING = "missing.txt"
_MOST_IN_MEMORY = 1024 * 1024
# Every file has this day, so that the same version gives the same bytes.
_DAY = (2020, 1, 1, 0, 0, 0)


def zipped(files: Iterable[FileOfFolder], *, folder: str) -> SpooledTemporaryFile:
    """Return a ZIP file, rewound, with the files in a folder of this name. What is stored is not read into memory.

    Stored files that are gone are left out; ``missing.txt`` names them, and operators find them in the log.
    """
    archive = SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    missing: list[str] = []
    with zipfile.ZipFile(archive, "w") as written:
        for file in files:
            try:
                source = file.stored.open("rb") if file.stored else io.BytesIO(file.text.encode())
            except FileNotFoundError:
                logger.error("The file %s of a course is not in the storage.", file.stored)
                missing.append(file.name)
                continue
            with source:
                _put(written, f"{folder}/{file.name}", source, is_small=file.stored is not None)
        if missing:
            _put(written, f"{folder}/{MISSING}", io.BytesIO("\n".join(missing).encode()))
    archive.seek(0)
    return archive


def _put(written: zipfile.ZipFile, name: str, source: IO[bytes], *, is_small: bool = False) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    # Images and recordings are small already.
    entry.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
    with written.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target)
