"""One style sheet for every page, and one for those with tables, made of the files in ``core/styles``."""

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from rcssmin import cssmin

SHEET = "core/praxis.css"
SHEET_OF_TABLES = "core/tables.css"
# In the order of the cascade: print stands last, so that nothing shows on paper what can only be pressed.
PARTS = (
    "tokens",
    "base",
    "shell",
    "foot",
    "layout",
    "components",
    "marks",
    "content",
    "forms",
    "finder",
    "account",
    "working",
    "registers",
    "print",
)
SHEETS = {SHEET: PARTS, SHEET_OF_TABLES: ("tables",)}
_FOLDER = Path(__file__).parents[1] / "styles"


class StyleSheetFinder(BaseFinder):
    """Finds the sheets where Django looks for static files, and makes them anew when a part has changed."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Return the place of a sheet on the disk, for its own path alone."""
        if path not in SHEETS:
            return []
        sheet = str(_made(path))
        return [sheet] if find_all else sheet

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Hand the sheets to ``collectstatic``."""
        for name in SHEETS:
            _made(name)
            yield name, FileSystemStorage(location=settings.VAR_DIR / "styles")


def _made(path: str) -> Path:
    sheet: Path = settings.VAR_DIR / "styles" / path
    parts = "\n".join((_FOLDER / f"{name}.css").read_text() for name in SHEETS[path])
    # Comments and indentation are for those who write the parts.
    text = str(cssmin(parts))
    # Compare the contents, as copying changes the times of files.
    if not sheet.exists() or sheet.read_text() != text:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        draft = sheet.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        draft.write_text(text)
        draft.replace(sheet)
    return sheet
