"""The folders stay as they are decided."""

import platform
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("platform", "courses", "library", "mentoring", "networks", "submissions", "benchmarks")


def test_platform_is_a_source_root_and_the_standard_library_keeps_its_name():
    files = [path.name for path in (ROOT / "platform").iterdir() if path.is_file()]

    assert files == []
    assert Path(platform.__file__).is_relative_to(Path(sys.base_prefix))


def test_eight_folders_of_code_stand_at_the_top():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"}

    assert folders - {"var", "staticfiles"} == {
        *("courses", "library", "mentoring", "networks", "submissions", "advice", "platform"),
        *("templates", "tests", "docs", "benchmarks", "deploy"),
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_folder_holds_more_than_25_modules(folder):
    crowd = Counter(
        str(path.parent.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and path.name != "__init__.py"
    )

    assert {name: count for name, count in crowd.items() if count > 25} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_is_longer_than_400_lines(folder):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_no_template_holds_inline_style_or_script():
    inline = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "mail" not in path.parts and "pdf" not in path.stem
        # A template's own tag may have a word "style"; only markup is meant here.
        for text in [re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)]
        if " style=" in text or "<style" in text or " onclick=" in text or "<script>" in text
    }

    assert inline == set()
