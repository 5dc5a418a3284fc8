"""The ZIP file of a person's data, made piece by piece, so that it may be of any size.

Which data go into it is decided in ``registry.py``, where every app registers its part.
"""

import io
import json
import logging
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from accounts.personal_data.registry import DataPart

logger = logging.getLogger(__name__)

CHUNK = 256 * 1024


class _Pipe(io.RawIOBase):
    """A write-only file; ``take`` returns what was written since the last call."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def stream_archive(parts: Mapping[str, DataPart]) -> Iterator[bytes]:
    """Yield the archive: ``README.txt``, ``<part>.json`` of each part and ``files/<part>/<name>``.

    A file that the storage has lost keeps nobody from the rest: its name stands in ``files/missing.txt``.
    """
    pipe = _Pipe()
    missing: list[str] = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme())
        for name, part in parts.items():
            text = json.dumps(part.data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            archive.writestr(f"{name}.json", text)
            yield pipe.take()
            for file_name, file in part.files:
                try:
                    source = file.open("rb")
                except FileNotFoundError:
                    logger.exception(
                        "A file of the export of %s is missing from the storage.", name
                    )
                    missing.append(f"{name}/{file_name}")
                    continue
                with source, archive.open(_entry(f"files/{name}/{file_name}"), "w") as entry:
                    for chunk in source.chunks(CHUNK):
                        entry.write(chunk)
                        yield pipe.take()
        if missing:
            archive.writestr("files/missing.txt", _missing(missing))
    yield pipe.take()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry dated today that unpacks only below its own folder."""
    parts = [part for part in PurePosixPath(name).parts if part not in {"/", ".."}]
    entry = zipfile.ZipInfo("/".join(parts), date_time=time.localtime()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _missing(names: Sequence[str]) -> str:
    words = _(
        "We could not add these files, because our storage no longer has them. Write to us if you need them."
    )
    return "\n".join([words, "", *names, ""])


def _readme() -> str:
    return _(
        "Everything this platform keeps about you.\n\nThere is one JSON file for each part of "
        "the platform. You can open it in any text editor. Your own files are in the folder "
        "“files”. Times are in UTC.\n"
    )
