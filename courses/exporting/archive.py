"""The folder of a version as one ZIP file."""

import shutil
import zipfile
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from courses.exporting.folder import FileOfFolder

_MOST_IN_MEMORY = 1024 * 1024
# Every file has this day, so that the same version gives the same bytes.
_DAY = (2020, 1, 1, 0, 0, 0)


def zipped(files: Iterable[FileOfFolder], *, folder: str) -> SpooledTemporaryFile:
    """Return a ZIP file, rewound, with the files in a folder of this name. What is stored is not read into memory."""
    archive = SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    with zipfile.ZipFile(archive, "w") as written:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", _DAY)
            # Images and recordings are small already.
            entry.compress_type = zipfile.ZIP_STORED if file.stored else zipfile.ZIP_DEFLATED
            with written.open(entry, "w", force_zip64=True) as target:
                if file.stored is None:
                    target.write(file.text.encode())
                else:
                    with file.stored.open("rb") as source:
                        shutil.copyfileobj(source, target)
    archive.seek(0)
    return archive
