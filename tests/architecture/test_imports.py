"""What the code may not import: heavy libraries at start, and what another module keeps to itself."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("platform", "courses", "library", "mentoring", "networks", "submissions", "benchmarks")
# Each of them costs every process between a twentieth of a second and more than one. NumPy (a quarter) is not among
# them: each process answers searches, and every module of the search counts with it. Celery loads PyYAML itself.
HEAVY = [
    *("weasyprint", "fontTools", "pypdf", "PIL", "qrcode", "icalendar"),
    *("bibtexparser", "rispy", "pylatexenc", "lxml", "ortools", "gunicorn", "pydantic", "ninja"),
    *("prometheus_client", "sentry_sdk", "boto3", "storages"),
]


def test_no_process_pays_at_start_for_what_few_requests_need():
    program = (
        "import sys, django; django.setup(); import config.urls; "
        f"print(*sorted(sys.modules.keys() & {set(HEAVY)!r}))"
    )
    place = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}:{ROOT}/platform"}

    loaded = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **place, "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.split() == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_imports_what_another_keeps_to_itself(folder):
    private = [
        f"{path.relative_to(ROOT)}:{node.lineno} {alias.name}"
        for path in (ROOT / folder).rglob("*.py")
        # Most modules need not be read as Python does.
        if _may_import_what_is_private(text := path.read_text(encoding="utf-8"))
        for node in _imports(ast.parse(text))
        for alias in node.names
        if any(_is_private(part) for part in alias.name.split("."))
        or any(_is_private(part) for part in (getattr(node, "module", None) or "").split("."))
    ]

    assert private == []


def test_no_answer_is_made_while_it_is_sent():
    """An error half-way would end a file that looks whole: ``core.files.uploads.answer_whole`` makes it before."""
    streaming = {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "StreamingHttpResponse(" in path.read_text(encoding="utf-8")
    }

    assert streaming == set()


def _imports(tree):
    """Every import, but for those that only the type checker sees: Django's types have private names."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            waiting += ast.iter_child_nodes(node)


_LINE = r"(?:\\\n|[^\n])*"
_IN_BRACKETS = r"\((?:[^)#]|#[^\n]*)*\)"
# From each of the two words of an import to the end of its line, or of its brackets.
_FROM = re.compile(rf"\bfrom\b{_LINE}")
_IMPORT = re.compile(rf"\bimport\b(?:\s*{_IN_BRACKETS}|{_LINE})")
_PRIVATE = re.compile(r"(?<!\w)(?<!\bas )_(?!_)")


def _may_import_what_is_private(text: str) -> bool:
    """Tell whether anything that looks like an import, if in a docstring, holds a private name."""
    return any(
        _PRIVATE.search(found[0]) for words in (_FROM, _IMPORT) for found in words.finditer(text)
    )


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
